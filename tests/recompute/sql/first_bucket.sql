-- The first quarter-hour in which any of some metrics ($metrics) was counted of a content, a creator or the platform ($by, $name).
SELECT min(bucket) AS first_bucket
FROM facts
WHERE whose($by, content_id, creator_id) = $name AND traffic IN (SELECT unnest($classes))
    AND coalesce(definition = $definition, true) AND amount <> 0 AND metric IN (SELECT unnest($metrics))
