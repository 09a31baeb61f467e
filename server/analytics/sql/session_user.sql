-- The user of a session; null for a guest's.
-- $1 project, $2 session
SELECT user_id FROM sessions WHERE project_id = $1 AND session_id = $2
