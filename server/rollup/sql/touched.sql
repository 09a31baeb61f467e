-- The subjects whose numbers the run may have changed.
SELECT DISTINCT project_id, 'content' AS kind, content_id AS id FROM slice WHERE content_id IS NOT NULL
UNION
SELECT project_id, 'creator', creator_id FROM deltas WHERE creator_id IS NOT NULL
UNION
SELECT project_id, 'session', session_id FROM slice WHERE session_id IS NOT NULL
UNION
SELECT project_id, 'session', session_id FROM session_changes
UNION
SELECT project_id, 'platform', '' FROM run_revisions
