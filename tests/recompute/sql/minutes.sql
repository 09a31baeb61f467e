-- What happened to a content, a creator or the platform ($by, $name) in each minute from $start to $end.
SELECT time_bucket(INTERVAL 1 MINUTE, happened_at) AS begins, metric, sum(amount)::BIGINT AS amount
FROM facts
WHERE whose($by, content_id, creator_id) = $name AND traffic IN (SELECT unnest($classes))
    AND coalesce(definition = $definition, true) AND happened_at >= $start AND happened_at < $end
GROUP BY ALL
