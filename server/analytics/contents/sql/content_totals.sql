-- One content over all time, by one definition of a view. Always one row; a median that was not requested ($4) costs nothing.
-- $1 project, $2 content, $3 classes of traffic, $4 median, $5 plays up to which the median is exact
SELECT
    nullif(rollup.as_of, '-infinity') AS as_of,
    coalesce(content.revision, rollup.revision) AS revision,
    median.median_ms,
    summed.*
FROM (VALUES ($1::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS rollup ON rollup.project_id = asked.project_id
LEFT JOIN content_states AS content ON content.project_id = asked.project_id AND content.content_id = $2::text
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum({prefix}unique_viewers), 0)::bigint AS unique_viewers,
        coalesce(sum({prefix}rewatches), 0)::bigint AS rewatches,
        CASE WHEN $4::boolean AND sum(plays) > $5::bigint THEN ARRAY[{histogram: sum(#)::bigint}] END AS histogram,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_totals
    WHERE project_id = $1 AND content_id = $2 AND traffic = ANY ($3::smallint[])
) AS summed
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY watch_ms) AS median_ms
    FROM plays
    WHERE $4 AND summed.plays <= $5
        AND project_id = $1 AND content_id = $2 AND traffic = ANY ($3) AND started_at IS NOT NULL
) AS median ON true
