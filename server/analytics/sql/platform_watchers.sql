-- Distinct viewers watching any content now.
SELECT count(DISTINCT viewer_id)
FROM watchers
WHERE project_id = :project AND is_watching AND traffic = ANY (:classes::smallint[])
