-- What happened to each content in each of the hours that are counted back from a moment ($end): number 1 is the last.
SELECT
    content_id, ceil(epoch($end - bucket) / 3600)::INTEGER AS hours_back,
    coalesce(sum(amount) FILTER (WHERE metric = 'views'), 0)::BIGINT AS views,
    coalesce(sum(amount) FILTER (WHERE metric IN ('likes', 'comment', 'share')), 0)::BIGINT AS engagement,
    coalesce(sum(amount) FILTER (WHERE metric = 'share'), 0)::BIGINT AS shares
FROM facts
WHERE traffic IN (SELECT unnest($classes)) AND coalesce(definition = $definition, true)
    AND metric IN ('views', 'likes', 'comment', 'share') AND content_id IS NOT NULL
    AND bucket < $end AND bucket >= $end - $hours * INTERVAL 1 HOUR
GROUP BY ALL
