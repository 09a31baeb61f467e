-- The creator who owns a content: the catalogue's, else that of its earliest event which names one.
-- $1 project, $2 content
SELECT coalesce(
    (SELECT creator_id FROM contents WHERE project_id = $1 AND content_id = $2),
    (SELECT creator_id FROM content_totals WHERE project_id = $1 AND content_id = $2)
)
