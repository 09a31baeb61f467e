-- Spans of sessions from incoming events and from lasting, the stored spans that go on. merged ends each with the last event of
-- its session, and begins it at most a day before that.
parts AS (
    SELECT *, max(last_event_at) OVER (PARTITION BY project_id, creator_id, session_id, traffic) AS ends_at
    FROM (
        SELECT project_id, creator_id, session_id, traffic, first_event_at, last_event_at FROM incoming
        UNION ALL
        SELECT project_id, creator_id, session_id, traffic, first_event_at, last_event_at FROM lasting
        UNION ALL
        SELECT project_id, creator_id, session_id, traffic, day_first_at, last_event_at FROM lasting
    ) AS known_parts
), merged AS MATERIALIZED (
    SELECT
        project_id, creator_id, session_id, traffic, min(within_days(1, first_event_at, ends_at)) AS first_event_at,
        min(within_days(0, first_event_at, ends_at)) AS day_first_at, ends_at AS last_event_at
    FROM parts
    GROUP BY project_id, creator_id, session_id, traffic, ends_at
)
