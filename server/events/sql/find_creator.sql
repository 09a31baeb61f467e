-- The profile of one creator.
SELECT creator_id, name, picture
FROM creator_profiles
WHERE project_id = :project AND creator_id = :creator
