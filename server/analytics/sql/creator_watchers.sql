-- Distinct viewers watching any content of a creator now.
SELECT count(DISTINCT viewer_id)
FROM watchers
WHERE project_id = :project AND is_watching AND traffic = ANY (:classes::smallint[]) AND creator_id = :creator
