-- Number of items rejected since a day, by code. Parameters: project, day.
SELECT code, sum(rejected)::bigint AS rejected
FROM rejected_counts
WHERE project_id = $1 AND day >= $2
GROUP BY code
ORDER BY code
