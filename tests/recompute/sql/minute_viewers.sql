-- Distinct viewers with a view, of a content, a creator or the platform ($by, $name), in each minute from $start to $end, and
-- (null) in all of them together.
SELECT begins, count(DISTINCT viewer_id) AS unique_viewers
FROM (
    SELECT time_bucket(INTERVAL 1 MINUTE, counted_at) AS begins, viewer_id
    FROM views
    WHERE whose($by, content_id, creator_id) = $name AND traffic IN (SELECT unnest($classes)) AND definition = $definition
        AND counted_at >= $start AND counted_at < $end
)
GROUP BY GROUPING SETS ((begins), ())
