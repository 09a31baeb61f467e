-- Distinct viewers with a view within a range, for each creator and ('') for the platform.
SELECT name, count(DISTINCT viewer_id) AS unique_viewers
FROM (SELECT unnest(['', creator_id]) AS name, * FROM views)
WHERE definition = $definition AND traffic IN (SELECT unnest($classes)) AND name IS NOT NULL
    AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
GROUP BY name
