-- The owner of a content: the creator in the catalogue; else, if creators may claim contents at all, the creator in the first
-- of its events to arrive. Later events change nothing, because anyone can have an app's write key.
SELECT coalesce(
    (SELECT creator_id FROM contents WHERE project_id = :project AND content_id = :content),
    (SELECT owner_id FROM content_states WHERE project_id = :project AND content_id = :content)
)
