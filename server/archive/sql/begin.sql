-- Begins an archive: every day that has events is to be written. The caller keeps the fold away.
WITH made AS (
    INSERT INTO archive_state (table_id, version, next_run) VALUES (:table_id, :version, 1)
    ON CONFLICT (is_on) DO NOTHING
    RETURNING is_on
)
INSERT INTO archive_stale (project_id, day)
SELECT DISTINCT project_id, (occurred_at AT TIME ZONE 'UTC')::date
FROM events
WHERE EXISTS (SELECT 1 FROM made)
ON CONFLICT (project_id, day) DO NOTHING
