-- The users seen in a session, the smallest and the greatest id; both null for a guest's. No row: nothing is known of it.
-- $1 project, $2 session
SELECT user_least, user_id FROM sessions WHERE project_id = $1 AND session_id = $2
