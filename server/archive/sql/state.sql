-- What the archive has, and what it lacks; null without one.
SELECT
    table_id, version, next_run, archived_at,
    (SELECT count(*) FROM archive_queue) AS batches,
    (SELECT count(*) FROM archive_stale) AS days
FROM archive_state
