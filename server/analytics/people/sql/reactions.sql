-- A viewer's likes and saves of some contents. A missing row, or nulls, mean neither.
-- $1 project, $2 viewer, $3 contents
SELECT content_id, liked, liked_at, saved, saved_at
FROM content_viewers
WHERE project_id = $1 AND viewer_id = $2 AND content_id = ANY ($3::text[])
