-- Totals of a project, and what is waiting to be counted. Always one row.
SELECT
    (SELECT count(*) FROM content_states WHERE project_id = :project) AS contents,
    (SELECT count(*) FROM contents WHERE project_id = :project) AS catalogued_contents,
    (
        SELECT count(DISTINCT creator_id) FROM creator_totals
        WHERE project_id = :project AND true IN (sessions <> 0, {metrics: @ <> 0})
    ) AS creators,
    (
        SELECT count(*)
        FROM sessions, (
            SELECT
                as_of - :session_timeout::interval AS ended,
                date_bin(
                    '30 seconds', greatest(as_of - :session_timeout, '1970-01-01 00:00:00+00'),
                    '1970-01-01 00:00:00+00') AS ended_bin
            FROM rollup_state
            WHERE project_id = :project
            OFFSET 0
        ) AS timeout
        WHERE project_id = :project AND (closed_at IS NULL OR closed_at < last_event_at)
            AND last_event_bin >= ended_bin AND last_event_at > ended
    ) AS open_sessions,
    (SELECT count(*) FROM stale_scores WHERE project_id = :project) AS stale_scores,
    pending.*
FROM (
    SELECT count(*) AS pending_batches, coalesce(sum(events), 0)::bigint AS pending_events, min(created_at) AS oldest
    FROM ingest_batches
    WHERE project_id = :project
) AS pending
