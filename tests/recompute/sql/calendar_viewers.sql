-- Distinct viewers with a view, of a content, a creator or the platform ($by, $name), in each hour, day, week or month ($unit).
SELECT begin_of($unit, bucket, $zone) AS begins, count(DISTINCT viewer_id) AS unique_viewers
FROM views
WHERE whose($by, content_id, creator_id) = $name AND traffic IN (SELECT unnest($classes)) AND definition = $definition
    AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
GROUP BY ALL
