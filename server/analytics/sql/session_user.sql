-- Whose a session is: of its users, the one whose event arrived first, by the server's clock; null for a guest's.
-- is_guests: no user was seen in it. Of several users the raw events tell, as long as all of them are kept: anybody can have an
-- app's write key and send an event into another's session, but not before the other began it. No row: nothing is known.
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
