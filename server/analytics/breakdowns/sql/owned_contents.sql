-- The contents whose events count for a creator.
SELECT content_id FROM content_owners WHERE project_id = :project AND creator_id = :creator
