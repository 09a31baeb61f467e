-- Projects whose days before $1 stay open because their history is being imported: those that expire_closing.sql leaves out.
SELECT DISTINCT project_id
FROM events
    JOIN imports USING (project_id)
    LEFT JOIN rollup_state AS state USING (project_id)
WHERE occurred_at < $1::timestamptz AND coalesce(accepts_since, '-infinity') < $1
    AND (finished_at > $3::timestamptz OR finished_at IS NULL AND started_at > $2::timestamptz)
ORDER BY project_id
