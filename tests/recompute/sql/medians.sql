-- Median watch time of the plays that began within a range, for each content.
SELECT content_id AS name, median(watch_ms) AS median_ms
FROM plays
WHERE traffic IN (SELECT unnest($classes)) AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
GROUP BY content_id
