-- Raw events before $1, by project and day.
SELECT project_id, (occurred_at AT TIME ZONE 'UTC')::date AS day, count(*) AS events
FROM events
WHERE occurred_at < $1
GROUP BY 1, 2
ORDER BY 1, 2
