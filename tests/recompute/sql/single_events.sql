-- Single events of a range, newest first: of a content, unless $content is null, and of the types $types, unless that is null.
SELECT *
FROM classed
WHERE traffic IN (SELECT unnest($classes)) AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
    AND coalesce(content_id = $content, $content IS NULL) AND ($types IS NULL OR list_contains($types, type))
ORDER BY occurred_at DESC, id DESC
