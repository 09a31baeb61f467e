-- The newest receipts, newest first, without those of parts.
SELECT erasure_id, requested_at, deadline, started_at, finished_at, counts::text AS counts
FROM erasures
WHERE project_id = :project AND part_of IS NULL
ORDER BY number DESC
LIMIT :limit
