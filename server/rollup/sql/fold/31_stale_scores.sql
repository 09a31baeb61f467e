-- Contents whose scores this run may have changed.
INSERT INTO stale_scores (project_id, content_id)
SELECT project_id, id FROM touched_subjects WHERE kind = 'content'
ORDER BY project_id, id
ON CONFLICT DO NOTHING
