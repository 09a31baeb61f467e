-- Names the next run: what waits belongs to it, some :days days at the most. One that was interrupted is named again, with what it had.
-- Days with another number were copied with a project from another cell.
WITH state AS (
    SELECT next_run FROM archive_state
), unfinished AS (
    SELECT EXISTS (SELECT 1 FROM archive_queue, state WHERE run = next_run)
        OR EXISTS (SELECT 1 FROM archive_stale, state WHERE run = next_run) AS is_there
), batches AS (
    UPDATE archive_queue SET run = state.next_run
    FROM state, unfinished
    WHERE run IS NULL AND NOT unfinished.is_there
), chosen AS (
    SELECT archive_stale.project_id, archive_stale.day FROM archive_stale, state, unfinished
    WHERE run IS DISTINCT FROM next_run AND NOT unfinished.is_there
    ORDER BY random()  -- one that cannot be written holds up no other
    LIMIT :days
), locked AS MATERIALIZED (  -- in the order of the triggers
    SELECT archive_stale.project_id, archive_stale.day FROM archive_stale JOIN chosen USING (project_id, day)
    ORDER BY project_id, day
    FOR UPDATE OF archive_stale
)
UPDATE archive_stale SET run = state.next_run
FROM state, locked
WHERE archive_stale.project_id = locked.project_id AND archive_stale.day = locked.day
