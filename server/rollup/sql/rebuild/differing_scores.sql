-- Scores of contents that a rebuild repairs.
-- $1 projects, $2 contents, in pairs
INSERT INTO stale_scores (project_id, content_id)
SELECT project_id, content_id FROM unnest($1::integer[], $2::text[]) AS differing (project_id, content_id)
ORDER BY project_id, content_id
ON CONFLICT DO NOTHING
