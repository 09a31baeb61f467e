-- Number of creators that were ever viewed.
-- $1 project, $2 classes of traffic
SELECT count(DISTINCT creator_id)
FROM creator_totals
WHERE project_id = $1 AND traffic = ANY ($2::smallint[]) AND {prefix}views > 0
