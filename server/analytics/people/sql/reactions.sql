-- A viewer's likes and saves of some contents. A missing row, or nulls, mean neither.
SELECT content_id, liked, liked_at, saved, saved_at
FROM content_viewers
WHERE project_id = :project AND viewer_id = :viewer AND content_id = ANY (:contents::text[])
