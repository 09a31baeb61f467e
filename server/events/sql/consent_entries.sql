-- The ledger of :project, or what is in it of one viewer, the newest entry first, after the entry :after_id of :after_time; or what
-- was in force at :moment, of each viewer the last entry until then, in the order of commits.
SELECT {include: consent_entry}
FROM consent_entries
WHERE project_id = :project AND {whose}
    AND (
        :moment::timestamptz IS NULL
        OR at <= :moment AND NOT EXISTS (
            SELECT 1 FROM consent_entries AS later
            WHERE later.project_id = consent_entries.project_id AND later.viewer_id = consent_entries.viewer_id
                AND later.number > consent_entries.number AND later.at <= :moment
        )
    )
    AND at {less}= coalesce(:after_time::timestamptz, '{infinity}')
    AND (at {less} coalesce(:after_time::timestamptz, '{infinity}') OR entry_id {less} :after_id::uuid)
ORDER BY at {desc}, entry_id {desc}
LIMIT :limit
