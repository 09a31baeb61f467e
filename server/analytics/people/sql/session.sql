-- One session, or no row. owner_id is its user, as session_user.sql tells it.
SELECT nullif(state.as_of, '-infinity') AS as_of, sessions.*, nullif(sessions.user_id, '') AS owner_id
FROM sessions
LEFT JOIN rollup_state AS state ON state.project_id = sessions.project_id
WHERE sessions.project_id = :project AND sessions.session_id = :session
