-- The user of a session: of several users, the one whose event arrived first, by the server's clock; null for a guest.
-- is_guests: the session has no user. With several users, the raw events decide, as long as all of them are kept: anyone can
-- have an app's write key and send an event into another user's session, but not before that user began it. No row: the
-- session is unknown.
-- $1 project, $2 session
SELECT
    user_id IS NULL AS is_guests,
    CASE WHEN user_id = user_least THEN user_id
    WHEN oldest_event_at >= coalesce((SELECT raw_since FROM rollup_state WHERE project_id = $1), '-infinity') THEN (
        SELECT events.user_id FROM events
        WHERE events.project_id = $1 AND events.session_id = $2 AND events.user_id IS NOT NULL
        ORDER BY events.received_at, events.batch_id, events.id
        LIMIT 1
    ) END AS user_id
FROM sessions
WHERE project_id = $1 AND session_id = $2
