-- The creator who owns a content: the catalogue's; else the one that the first of its events to arrive names, if creators
-- may claim contents at all. Nobody who is named later takes it away: anybody has an app's write key.
-- $1 project, $2 content
SELECT coalesce(
    (SELECT creator_id FROM contents WHERE project_id = $1 AND content_id = $2),
    (SELECT owner_id FROM content_states WHERE project_id = $1 AND content_id = $2)
)
