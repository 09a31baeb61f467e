-- The user of a session; null for a guest's, and when several were seen: one may have sent events into another's.
-- $1 project, $2 session
SELECT user_id FROM sessions WHERE project_id = $1 AND session_id = $2 AND user_id = user_least
