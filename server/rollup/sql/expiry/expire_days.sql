-- Raw events before :until, by project and day.
SELECT project_id, (occurred_at AT TIME ZONE 'UTC')::date AS day, count(*) AS events
FROM events
WHERE occurred_at < :until
GROUP BY 1, 2
ORDER BY 1, 2
