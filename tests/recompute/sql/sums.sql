-- All metrics within a range, for each content, for each creator, or for the platform ($by: content, creator, platform).
SELECT name, metric, sum(amount)::BIGINT AS amount
FROM (
    SELECT *, CASE $by WHEN 'content' THEN content_id WHEN 'creator' THEN creator_id ELSE '' END AS name FROM facts
)
WHERE traffic IN (SELECT unnest($classes)) AND coalesce(definition = $definition, true)
    AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true) AND name IS NOT NULL
GROUP BY name, metric
