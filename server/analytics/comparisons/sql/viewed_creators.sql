-- Number of creators that were ever viewed.
SELECT count(DISTINCT creator_id)
FROM creator_totals
WHERE project_id = :project AND traffic = ANY (:classes::smallint[]) AND {prefix}views > 0
