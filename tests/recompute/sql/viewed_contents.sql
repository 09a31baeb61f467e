-- The views of each content, or of those of a creator ($by, $name), from $start to $end.
SELECT content_id, count(*) AS views
FROM views
WHERE whose($by, content_id, creator_id) = $name AND traffic IN (SELECT unnest($classes)) AND definition = $definition
    AND counted_at >= $start AND counted_at < $end
GROUP BY content_id
