-- Distinct viewers watching any content of the creator $3 now, for the classes of traffic $2.
SELECT count(DISTINCT viewer_id)
FROM watchers
WHERE project_id = $1 AND is_watching AND traffic = ANY ($2::smallint[]) AND creator_id = $3
