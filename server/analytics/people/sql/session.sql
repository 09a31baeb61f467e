-- One session, or no row. owner_id is its user, as session_user.sql finds it.
-- $1 project, $2 session
SELECT
    nullif(state.as_of, '-infinity') AS as_of, sessions.*,
    CASE WHEN sessions.user_id = sessions.user_least THEN sessions.user_id
    WHEN sessions.oldest_event_at >= coalesce(state.raw_since, '-infinity') THEN (
        SELECT events.user_id FROM events
        WHERE events.project_id = $1 AND events.session_id = $2 AND events.user_id IS NOT NULL
        ORDER BY events.received_at, events.batch_id, events.id
        LIMIT 1
    ) END AS owner_id
FROM sessions
LEFT JOIN rollup_state AS state ON state.project_id = sessions.project_id
WHERE sessions.project_id = $1 AND sessions.session_id = $2
