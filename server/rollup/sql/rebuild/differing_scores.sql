-- Scores of contents that a rebuild repairs, each of :projects with each of :contents.
INSERT INTO stale_scores (project_id, content_id)
SELECT project_id, content_id FROM unnest(:projects::integer[], :contents::text[]) AS differing (project_id, content_id)
ORDER BY project_id, content_id
ON CONFLICT DO NOTHING
