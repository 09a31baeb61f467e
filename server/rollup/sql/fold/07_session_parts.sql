-- In which session everything of the run is. Events with a session id are in one session if at most :session_timeout lies between
-- each and the next. So an event lengthens a session, begins one or joins two, whatever comes first. This is decided by
-- quarter-hours, which are shorter than the timeout. A play is where its first event is.
--
-- Of the stored sessions, at most three are near a quarter-hour: the last one before it, and two that begin in it or later.
WITH happened AS MATERIALIZED (
    SELECT project_id, session_id, bucket, min(moment) AS first_at, max(moment) AS last_at
    FROM (
        SELECT project_id, session_id, bucket, occurred_at AS moment FROM claimed_events WHERE session_id IS NOT NULL
        UNION ALL
        SELECT project_id, session_id, date_bin('15 minutes', origin_at, '1970-01-01 00:00:00+00'), origin_at
        FROM play_changes
        WHERE session_id IS NOT NULL AND NOT reclassified
    ) AS parts
    GROUP BY project_id, session_id, bucket
), stored AS MATERIALIZED (
    SELECT DISTINCT near.*
    FROM happened, LATERAL (
        SELECT project_id, session_id, first_event_at, last_event_at
        FROM sessions AS known
        WHERE known.project_id = happened.project_id AND known.session_id = happened.session_id
            AND known.first_event_at <= happened.last_at + :session_timeout::interval
        ORDER BY first_event_at DESC
        LIMIT 3
    ) AS near
    WHERE near.last_event_at >= happened.first_at - :session_timeout::interval
), ordered AS (
    SELECT
        *, first_at > max(last_at) OVER (
            PARTITION BY project_id, session_id ORDER BY first_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) + :session_timeout::interval AS is_apart
    FROM (
        SELECT * FROM happened
        UNION ALL
        SELECT project_id, session_id, NULL, first_event_at, last_event_at FROM stored
    ) AS parts
)
INSERT INTO session_parts (project_id, session_id, bucket, first_at, last_at, began_at)
SELECT
    project_id, session_id, bucket, first_at, last_at,
    max(first_at) FILTER (WHERE is_apart IS NOT FALSE) OVER (
        PARTITION BY project_id, session_id ORDER BY first_at ROWS UNBOUNDED PRECEDING)
FROM ordered
