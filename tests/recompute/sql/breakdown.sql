-- What was told, one row per value of each dimension; of the dimension $key, all values but those in $shown are one row (is_other).
-- Without $key, all values of all dimensions.
WITH named AS (
    SELECT *, $key IS NOT NULL AND NOT list_contains($shown, coalesce(value, '<null>')) AS is_other
    FROM told
    WHERE coalesce(key = $key, true)
)
SELECT
    key AS dimension, is_other, CASE WHEN NOT is_other THEN value END AS value,
    count(*) FILTER (WHERE kind = 'view') AS views,
    count(DISTINCT viewer_id) FILTER (WHERE kind = 'view') AS unique_viewers,
    count(*) FILTER (WHERE kind = 'play') AS plays,
    sum(watch_ms)::BIGINT AS watch_ms,
    count(*) FILTER (WHERE is_full) AS completions,
    count(*) FILTER (WHERE kind = 'reaction') AS reactions
FROM named
GROUP BY ALL
