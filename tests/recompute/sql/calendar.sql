-- What happened to a content, a creator or the platform ($by, $name) in each hour, day, week or month ($unit) of a zone's clock.
-- An hour that comes twice is two hours: they are distinguished by the moment at which they begin, which is given in UTC.
SELECT begin_of($unit, bucket, $zone) AS begins, metric, sum(amount)::BIGINT AS amount
FROM facts
WHERE whose($by, content_id, creator_id) = $name AND traffic IN (SELECT unnest($classes))
    AND coalesce(definition = $definition, true)
    AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
GROUP BY ALL
