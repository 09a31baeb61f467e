-- Adds :added events to what a project has stored on a day (UTC), of which :start is the start, and returns what all processes have
-- stored, and the sessions that began since then. A day before the last one that is known changes nothing, and has no events.
WITH used AS (
    INSERT INTO quota_usage AS known (project_id, day, events) VALUES (:project, :day::date, :added::bigint)
    ON CONFLICT (project_id) DO UPDATE SET
        day = excluded.day,
        events = excluded.events + CASE WHEN known.day = excluded.day THEN known.events ELSE 0 END
    WHERE known.day <= excluded.day
    RETURNING events
)
SELECT
    (SELECT events FROM used) AS events,
    (
        SELECT coalesce(sum(sessions), 0)::bigint FROM platform_buckets
        WHERE platform_buckets.project_id = :project AND bucket >= :start
    ) AS sessions
