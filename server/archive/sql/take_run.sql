-- Names the next run: what waits belongs to it, some :days days at the most. One that was interrupted is named again, with what it had.
WITH state AS (
    SELECT next_run FROM archive_state
), unfinished AS (
    SELECT EXISTS (SELECT 1 FROM archive_queue WHERE run IS NOT NULL)
        OR EXISTS (SELECT 1 FROM archive_stale WHERE run IS NOT NULL) AS is_there
), batches AS (
    UPDATE archive_queue SET run = state.next_run
    FROM state, unfinished
    WHERE run IS NULL AND NOT unfinished.is_there
), chosen AS (
    SELECT project_id, day FROM archive_stale, unfinished
    WHERE run IS NULL AND NOT unfinished.is_there
    ORDER BY day DESC, project_id
    LIMIT :days
)
UPDATE archive_stale SET run = state.next_run
FROM state, chosen
WHERE archive_stale.project_id = chosen.project_id AND archive_stale.day = chosen.day
