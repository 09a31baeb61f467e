-- Every content of project $1 with an event.
INSERT INTO stale_scores (project_id, content_id)
SELECT project_id, content_id FROM content_states WHERE project_id = $1 ORDER BY content_id
ON CONFLICT DO NOTHING
