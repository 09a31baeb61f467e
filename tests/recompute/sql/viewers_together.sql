-- Distinct viewers with a view of any of some contents within a range.
SELECT count(DISTINCT viewer_id) AS unique_viewers
FROM views
WHERE definition = $definition AND traffic IN (SELECT unnest($classes)) AND content_id IN (SELECT unnest($contents))
    AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
