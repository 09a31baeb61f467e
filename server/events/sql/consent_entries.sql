-- The ledger of :project, or what is in it of one viewer, the newest entry first, after the entry :after_id of :after_time.
SELECT {include: consent_entry}
FROM consent_entries
WHERE project_id = :project AND {whose}
    AND at {less}= coalesce(:after_time::timestamptz, '{infinity}')
    AND (at {less} coalesce(:after_time::timestamptz, '{infinity}') OR entry_id {less} :after_id::uuid)
ORDER BY at {desc}, entry_id {desc}
LIMIT :limit
