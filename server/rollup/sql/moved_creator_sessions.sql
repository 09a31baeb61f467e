-- The same within each creator's contents.
WITH old AS MATERIALIZED (
    SELECT known.*, classes.traffic AS class
    FROM session_classes AS classes, LATERAL (
        SELECT project_id, creator_id, session_id, traffic, first_event_at, last_event_at FROM creator_sessions AS known
        WHERE known.project_id = classes.project_id AND known.creator_id = classes.creator_id
            AND known.session_id = classes.session_id
        LIMIT 1
    ) AS known
    WHERE known.traffic <> classes.traffic
), kept AS (
    INSERT INTO creator_sessions AS t (project_id, creator_id, session_id, traffic, first_event_at, last_event_at)
    SELECT project_id, creator_id, session_id, class, first_event_at, last_event_at FROM old
    ORDER BY project_id, creator_id, session_id
    ON CONFLICT (project_id, creator_id, session_id) DO UPDATE SET traffic = excluded.traffic
)
INSERT INTO deltas (project_id, creator_id, bucket, traffic, sessions, session_ms)
SELECT
    project_id, creator_id, date_bin('15 minutes', first_event_at, '1970-01-01 00:00:00+00'), classes.traffic, sum(sign),
    sum(sign * (extract(epoch FROM last_event_at - first_event_at) * 1000)::bigint)
FROM old, LATERAL (VALUES (-1, old.traffic), (1, class)) AS classes (sign, traffic)
GROUP BY 1, 2, 3, 4
