-- What happened to a content in each hour or day ($unit) of a zone's clock. An hour that comes twice is two hours: they
-- are distinguished by the moment at which they begin, which is given in UTC.
WITH located AS (
    SELECT *, CASE $unit
        WHEN 'hour' THEN bucket - (epoch(local_time(bucket, $zone))::BIGINT % 3600) * INTERVAL 1 SECOND
        ELSE (date_trunc('day', local_time(bucket, $zone)) AT TIME ZONE $zone) AT TIME ZONE 'UTC' END AS begins
    FROM facts
    WHERE content_id = $content_id AND traffic IN (SELECT unnest($classes)) AND coalesce(definition = $definition, true)
        AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
), viewed AS (
    SELECT
        (date_trunc('day', local_time(bucket, $zone)) AT TIME ZONE $zone) AT TIME ZONE 'UTC' AS begins,
        count(DISTINCT viewer_id) AS unique_viewers
    FROM views
    WHERE $unit = 'day' AND content_id = $content_id AND traffic IN (SELECT unnest($classes))
        AND definition = $definition AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
    GROUP BY ALL
)
SELECT
    begins, any_value(unique_viewers) AS unique_viewers,
    coalesce(sum(amount) FILTER (WHERE metric = 'views'), 0)::BIGINT AS views,
    coalesce(sum(amount) FILTER (WHERE metric = 'watch_ms'), 0)::BIGINT AS watch_ms,
    coalesce(sum(amount) FILTER (WHERE metric = 'likes'), 0)::BIGINT AS likes,
    coalesce(sum(amount) FILTER (WHERE metric = 'comment'), 0)::BIGINT AS comments,
    coalesce(sum(amount) FILTER (WHERE metric = 'share'), 0)::BIGINT AS shares
FROM located LEFT JOIN viewed USING (begins)
GROUP BY begins
