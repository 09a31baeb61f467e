-- Projects whose days before :end stay open because their history is being imported: those that expire_closing.sql leaves
-- out.
SELECT DISTINCT project_id
FROM events
    JOIN imports USING (project_id)
    LEFT JOIN rollup_state AS state USING (project_id)
WHERE occurred_at < :end::timestamptz AND coalesce(accepts_since, '-infinity') < :end
    AND (finished_at > :import_finished::timestamptz OR finished_at IS NULL AND started_at > :import_began::timestamptz)
ORDER BY project_id
