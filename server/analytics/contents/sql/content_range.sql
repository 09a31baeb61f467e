-- One content in a range of quarter-hours, by one definition of a view. Always one row; parts that were not requested ($6,
-- $8) cost nothing.
-- $1 project, $2 content, $3 classes of traffic, $4 from, $5 until, $6 median, $7 plays up to which the median is exact,
-- $8 viewers
SELECT
    nullif(rollup.as_of, '-infinity') AS as_of,
    coalesce(content.revision, rollup.revision) AS revision,
    median.median_ms,
    viewers.unique_viewers,
    viewers.rewatches,
    summed.*
FROM (VALUES ($1::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS rollup ON rollup.project_id = asked.project_id
LEFT JOIN content_states AS content ON content.project_id = asked.project_id AND content.content_id = $2::text
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN $6::boolean AND sum(plays) > $7::bigint THEN ARRAY[{histogram: sum(#)::bigint}] END AS histogram,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_buckets
    WHERE project_id = $1 AND content_id = $2 AND bucket >= $4::timestamptz AND bucket < $5::timestamptz
        AND traffic = ANY ($3::smallint[])
) AS summed
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY watch_ms) AS median_ms
    FROM plays
    WHERE $6 AND summed.plays <= $7
        AND project_id = $1 AND content_id = $2 AND traffic = ANY ($3) AND started_at >= $4 AND started_at < $5
) AS median ON true
LEFT JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE views > 0) AS unique_viewers,
        coalesce(sum(greatest(views - 1, flagged, 0)), 0)::bigint AS rewatches
    FROM (
        -- views flagged as rewatches are those of start@1
        SELECT sum({prefix}views) AS views, CASE WHEN '{prefix}' = '' THEN sum(rewatch_views) END AS flagged
        FROM content_viewer_buckets
        WHERE $8::boolean AND project_id = $1 AND content_id = $2 AND bucket >= $4 AND bucket < $5
            AND traffic = ANY ($3)
        GROUP BY viewer_id
    ) AS by_viewer
) AS viewers ON true
