-- Every content of a project with an event.
INSERT INTO stale_scores (project_id, content_id)
SELECT project_id, content_id FROM content_states WHERE project_id = :project ORDER BY content_id
ON CONFLICT DO NOTHING
