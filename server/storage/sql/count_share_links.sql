-- How many links "listed_share_links" has.
SELECT count(*)
FROM share_links
WHERE project_id = :project
    AND (:content::text IS NULL OR content_id = :content)
    AND (:creator::text IS NULL OR creator_id = :creator)
    AND (NOT :platform::boolean OR (content_id IS NULL AND creator_id IS NULL))
