-- Sessions of which some classes began before the existing raw events, and some classes together after them: the counters of
-- the latter are not among those that are kept.
INSERT INTO span_changes (
    sign, project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at, counts_since)
SELECT
    1, project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at, moment
FROM (
    SELECT
        *, min(first_event_at) OVER (PARTITION BY project_id, creator_id, session_id) AS began_at,
        max(first_event_at) OVER (PARTITION BY project_id, creator_id, session_id) AS latest_at
    FROM pg_temp.session_spans
) AS spans
    JOIN expired_until USING (project_id)
WHERE began_at < moment AND latest_at >= moment
