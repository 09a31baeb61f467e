-- The views of the plays that tell what was watched, of every content, over all time and by people.
SELECT content_id AS name, count(*) AS views
FROM plays JOIN views USING (content_id, play_key)
WHERE is_told AND plays.traffic = 0 AND definition = $definition
GROUP BY content_id
