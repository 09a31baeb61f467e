-- Spans of sessions from their parts, each with the last event of its session, ends_at: a span begins at most a day before that.
SELECT
    project_id, creator_id, session_id, traffic, min(within_days(1, first_event_at, ends_at)) AS first_event_at,
    min(within_days(0, first_event_at, ends_at)) AS day_first_at, ends_at AS last_event_at
FROM parts
GROUP BY project_id, creator_id, session_id, traffic, ends_at
