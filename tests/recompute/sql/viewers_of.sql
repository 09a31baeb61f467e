-- Viewers with a view within a range, and their views beyond the first, for each content.
SELECT name, count(*) AS unique_viewers, sum(greatest(views - 1, flagged))::BIGINT AS rewatches
FROM (
    SELECT content_id AS name, viewer_id, count(*) AS views, count(*) FILTER (WHERE is_rewatch) AS flagged
    FROM views
    WHERE definition = $definition AND traffic IN (SELECT unnest($classes))
        AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
    GROUP BY ALL
)
GROUP BY name
