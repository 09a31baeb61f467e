-- One content of the catalogue. Parameters: project, content id.
SELECT content_id, type, creator_id, title, caption, thumbnail, duration_ms, published_at, updated_at
FROM contents
WHERE project_id = $1 AND content_id = $2
