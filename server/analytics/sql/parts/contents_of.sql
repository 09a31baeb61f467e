-- The contents of the creator :creator: those the catalogue gives it, and those only its events name.
SELECT contents.content_id
FROM contents
WHERE contents.project_id = :project AND contents.creator_id = :creator
UNION
SELECT states.content_id
FROM content_states AS states LEFT JOIN contents USING (project_id, content_id)
WHERE states.project_id = :project AND states.owner_id = :creator
    AND coalesce(contents.creator_id, :creator) = :creator
