-- Sessions of which some classes began before the existing raw events, and some classes together after them: the counters of
-- the latter are not among those that are kept.
INSERT INTO span_changes (
    sign, project_id, session_id, began_at, creator_id, traffic, first_event_at, last_event_at, counts_since)
SELECT
    1, project_id, session_id, began_at, creator_id, traffic, first_event_at, last_event_at, moment
FROM (
    SELECT
        span.*, session.first_event_at AS began_at, moment,
        min(span.first_event_at) OVER scope AS earliest_at, max(span.first_event_at) OVER scope AS latest_at
    FROM expired_until
        JOIN pg_temp.sessions AS session ON session.project_id = expired_until.project_id AND session.first_event_at < moment
        JOIN pg_temp.session_spans AS span ON span.project_id = session.project_id AND span.session_id = session.session_id
            AND span.first_event_at >= session.first_event_at AND span.first_event_at <= session.last_event_at
    WINDOW scope AS (PARTITION BY span.project_id, span.session_id, session.first_event_at, span.creator_id)
) AS spans
WHERE earliest_at < moment AND latest_at >= moment
