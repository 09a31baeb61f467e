-- One row per value of a dimension, of one content; the values $top each for themselves, all others as one row (is_other).
SELECT
    is_other, CASE WHEN NOT is_other THEN value END AS value,
    count(*) FILTER (WHERE kind = 'view') AS views,
    count(DISTINCT viewer_id) FILTER (WHERE kind = 'view') AS unique_viewers,
    count(*) FILTER (WHERE kind = 'play') AS plays,
    sum(watch_ms)::BIGINT AS watch_ms,
    count(*) FILTER (WHERE is_full) AS completions,
    count(*) FILTER (WHERE kind = 'reaction') AS reactions
FROM (
    SELECT *, $top IS NOT NULL AND coalesce(value, '<null>') NOT IN (SELECT unnest($top)) AS is_other
    FROM broken_down($dimension, $zone)
    WHERE content_id = $content_id AND traffic IN (SELECT unnest($classes)) AND coalesce(definition = $definition, true)
        AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
)
GROUP BY ALL
