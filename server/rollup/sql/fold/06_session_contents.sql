-- When which contents were viewed in a session.
INSERT INTO session_contents (project_id, session_id, viewed_at, content_id)
SELECT project_id, session_id, occurred_at, content_id
FROM claimed_events
WHERE type = 'view_start' AND content_id IS NOT NULL AND session_id IS NOT NULL
ORDER BY project_id, session_id, occurred_at, content_id
ON CONFLICT DO NOTHING
