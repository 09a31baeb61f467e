-- Distinct viewers watching any content now, for the classes of traffic $2.
SELECT count(DISTINCT viewer_id)
FROM watchers
WHERE project_id = $1 AND is_watching AND traffic = ANY ($2::smallint[])
