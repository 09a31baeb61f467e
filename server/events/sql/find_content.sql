-- One content of the catalogue.
SELECT content_id, type, creator_id, title, caption, thumbnail, duration_ms, published_at, updated_at
FROM contents
WHERE project_id = :project AND content_id = :content
