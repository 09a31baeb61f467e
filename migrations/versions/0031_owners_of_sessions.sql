-- A session id may have had thousands of sessions, and belongs to the user whose event arrived first in any of them.
CREATE INDEX sessions_by_arrival ON sessions (project_id, session_id, user_at, user_id);
