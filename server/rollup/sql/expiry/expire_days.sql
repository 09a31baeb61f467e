-- Raw events before :end, by project and day.
SELECT project_id, (occurred_at AT TIME ZONE 'UTC')::date AS day, count(*) AS events
FROM events
WHERE occurred_at < :end
GROUP BY 1, 2
ORDER BY 1, 2
