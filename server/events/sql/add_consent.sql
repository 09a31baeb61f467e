-- Adds an entry of :viewer to the ledger, unless its last one says the same; returns the last entry.
--
-- are_all is false, and nothing is added, if there is another number of tombstones than the :erasures that the viewer was checked
-- against: it may be erased since. If the quota of the project :is_full, only an entry is added that takes purposes back; for any
-- other there is no entry in the answer. Two entries of one viewer at the same time take the same number: the second one fails, and
-- is tried again.
WITH {include: erasures_known}, latest AS MATERIALIZED (
    SELECT
        number, {include: consent_entry},
        purposes = :purposes::text[] AND version = :version::text AND source IS NOT DISTINCT FROM :source::text AS says_the_same,
        purposes @> :purposes::text[] AND purposes <> :purposes::text[] AS is_taken_back
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
    WHERE are_all
        AND NOT EXISTS (SELECT 1 FROM latest WHERE says_the_same)
        AND (NOT :is_full::boolean OR EXISTS (SELECT 1 FROM latest WHERE is_taken_back))
    RETURNING {include: consent_entry}
), known AS (
    SELECT {include: consent_entry} FROM added
    UNION ALL
    SELECT {include: consent_entry} FROM latest WHERE says_the_same
)
SELECT are_all, {include: consent_entry} FROM erasures_known LEFT JOIN known ON true
