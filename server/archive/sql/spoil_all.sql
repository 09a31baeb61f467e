-- All days that have events are written again.
INSERT INTO archive_stale (project_id, day)
SELECT DISTINCT project_id, (occurred_at AT TIME ZONE 'UTC')::date FROM events ORDER BY 1, 2
ON CONFLICT (project_id, day) DO UPDATE SET run = NULL
