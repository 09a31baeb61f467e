-- Moves sessions to the class that they are of now, from the bucket of their first event to itself.
WITH old AS MATERIALIZED (
    SELECT known.*, classes.traffic AS class
    FROM session_classes AS classes, LATERAL (
        SELECT project_id, session_id, traffic, first_event_at, last_event_at, revision FROM sessions AS known
        WHERE known.project_id = classes.project_id AND known.session_id = classes.session_id
        LIMIT 1
    ) AS known
    WHERE creator_id IS NULL AND known.traffic <> classes.traffic
), kept AS (
    INSERT INTO sessions AS t (project_id, session_id, traffic, first_event_at, last_event_at, revision)
    SELECT project_id, session_id, class, first_event_at, last_event_at, revision FROM old
    ORDER BY project_id, session_id
    ON CONFLICT (project_id, session_id) DO UPDATE SET traffic = excluded.traffic
)
INSERT INTO deltas (project_id, bucket, traffic, sessions, session_ms)
SELECT
    project_id, date_bin('15 minutes', first_event_at, '1970-01-01 00:00:00+00'), classes.traffic, sum(sign),
    sum(sign * (extract(epoch FROM last_event_at - first_event_at) * 1000)::bigint)
FROM old, LATERAL (VALUES (-1, old.traffic), (1, class)) AS classes (sign, traffic)
GROUP BY 1, 2, 3
