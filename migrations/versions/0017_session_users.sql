-- A session is that of the user whose event arrived first. That is kept with the session, so that nobody who sends an event into
-- it later takes it away, not even when the raw events that could tell have expired.
ALTER TABLE sessions ADD user_at timestamptz;  -- when the first event with a user arrived

UPDATE sessions
SET user_id = first.user_id, user_at = first.received_at
FROM (
    SELECT DISTINCT ON (project_id, session_id) project_id, session_id, user_id, received_at
    FROM events
    WHERE session_id IS NOT NULL AND user_id IS NOT NULL
    ORDER BY project_id, session_id, received_at, user_id
) AS first
WHERE sessions.project_id = first.project_id AND sessions.session_id = first.session_id
    AND (sessions.user_id = sessions.user_least OR sessions.oldest_event_at >= (
        SELECT raw_since FROM rollup_state WHERE rollup_state.project_id = sessions.project_id
    ));

-- Where the events that tell have expired, the only user keeps the session; of several users nobody has it ('').
UPDATE sessions
SET user_id = CASE WHEN user_id = user_least THEN user_id ELSE '' END, user_at = '-infinity'
WHERE user_id IS NOT NULL AND user_at IS NULL;

ALTER TABLE sessions DROP user_least;
