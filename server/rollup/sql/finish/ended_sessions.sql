-- Sessions that end after a time without events: they become final, which nothing else would tell their subscribers, and the
-- platform has fewer open sessions. Sessions that were closed by an event, or changed by the run, are announced already.
WITH passed AS MATERIALIZED (
    SELECT
        project_id, was - :session_timeout::interval AS was, is_now - :session_timeout::interval AS is_now,
        date_bin('30 seconds', was - :session_timeout::interval, '1970-01-01 00:00:00+00') AS first_bin
    FROM moved_as_of
    WHERE was > '-infinity' AND is_now > was
), recent AS MATERIALIZED (
    SELECT project_id, session_id, last_event_at, closed_at
    FROM sessions
    WHERE last_event_bin >= (SELECT min(first_bin) FROM passed) AND last_event_bin <= (SELECT max(is_now) FROM passed)
), ended AS (
    SELECT project_id, session_id
    FROM recent JOIN passed USING (project_id)
    WHERE last_event_at > passed.was AND last_event_at <= passed.is_now
        AND (closed_at IS NULL OR closed_at < last_event_at)
        AND NOT EXISTS (
            SELECT 1 FROM touched_subjects
            WHERE touched_subjects.kind = 'session' AND touched_subjects.project_id = recent.project_id AND touched_subjects.id = recent.session_id
        )
)
INSERT INTO pending_changes (project_id, kind, id)
SELECT project_id, 'session', session_id FROM ended
UNION
SELECT project_id, 'platform', '' FROM ended
