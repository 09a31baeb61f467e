-- Whether a user has used :session, too.
SELECT EXISTS (SELECT 1 FROM events WHERE project_id = :project AND session_id = :session AND user_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM sessions WHERE project_id = :project AND session_id = :session AND user_id IS NOT NULL)
