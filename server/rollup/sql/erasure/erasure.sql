-- The receipt :erasure.
SELECT erasure_id, requested_at, deadline, started_at, finished_at, counts::text AS counts
FROM erasures
WHERE project_id = :project AND erasure_id = :erasure
