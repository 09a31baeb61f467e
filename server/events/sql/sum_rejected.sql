-- Number of items rejected since a day, by code.
SELECT code, sum(rejected)::bigint AS rejected
FROM rejected_counts
WHERE project_id = :project AND day >= :since
GROUP BY code
ORDER BY code
