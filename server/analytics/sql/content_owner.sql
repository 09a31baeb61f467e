-- The creator who owns a content: the catalogue's, else the one that its events name, '' when they name several:
-- apps are not to be trusted in this, for anybody has their write key.
-- $1 project, $2 content
SELECT coalesce(
    (SELECT creator_id FROM contents WHERE project_id = $1 AND content_id = $2),
    (SELECT owner_id FROM content_states WHERE project_id = $1 AND content_id = $2)
)
