-- Single events of a range, newest first: of a content, unless $content is null, and of the types $types and
-- the names $names, unless those are null.
SELECT *
FROM classed
WHERE traffic IN (SELECT unnest($classes)) AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
    AND coalesce(content_id = $content, $content IS NULL) AND ($types IS NULL OR list_contains($types, type))
    AND ($names IS NULL OR list_contains($names, name))
ORDER BY occurred_at DESC, id DESC
