-- What the catalogue knows of some contents. Parameters: project, content ids.
SELECT content_id, creator_id, duration_ms
FROM contents
WHERE project_id = $1 AND content_id = ANY ($2::text[])
