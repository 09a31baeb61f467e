-- Adds an entry of :viewer to the ledger, unless its last one says the same; returns the last entry.
--
-- are_all is false, and nothing is added, if there is another number of tombstones than the :erasures that the viewer was checked
-- against: it may be erased since. Two entries of one viewer at the same time take the same number: the second one fails, and is
-- tried again.
WITH {include: erasures_known}, latest AS MATERIALIZED (
    SELECT number, {include: consent_entry}
    FROM consent_entries
    WHERE project_id = :project AND viewer_id = :viewer
    ORDER BY consent_entries.number DESC
    LIMIT 1
), added AS (
    INSERT INTO consent_entries (project_id, viewer_id, number, entry_id, at, purposes, version, source, role)
    SELECT
        :project, :viewer, coalesce((SELECT number FROM latest), 0) + 1, :entry::uuid, :now::timestamptz, :purposes::text[],
        :version::text, :source::text, :role::text
    FROM erasures_known
    WHERE are_all AND NOT EXISTS (
        SELECT 1 FROM latest
        WHERE purposes = :purposes::text[] AND version = :version::text AND source IS NOT DISTINCT FROM :source::text
    )
    RETURNING {include: consent_entry}
), known AS (
    SELECT {include: consent_entry} FROM added
    UNION ALL
    SELECT {include: consent_entry} FROM latest WHERE NOT EXISTS (SELECT 1 FROM added)
)
SELECT are_all, {include: consent_entry} FROM erasures_known LEFT JOIN known ON true
