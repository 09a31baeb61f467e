-- The days of contents whose daily summaries are out of date: those of events and plays that were added or moved.
WITH changed AS (
    SELECT project_id, content_id, bucket
    FROM counted
    WHERE content_id IS NOT NULL AND type IN ('view_start', 'like', 'comment', 'share')
    UNION
    SELECT project_id, content_id, bucket FROM play_changes
), days AS MATERIALIZED (
    SELECT DISTINCT project_id, content_id, (bucket AT TIME ZONE 'UTC')::date AS day FROM changed
)
INSERT INTO stale_days (project_id, content_id, day)
SELECT project_id, content_id, day FROM days ORDER BY project_id, content_id, day
ON CONFLICT (project_id, content_id, day) DO UPDATE SET touched_at = excluded.touched_at
