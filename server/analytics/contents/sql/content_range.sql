-- One content in a range of quarter-hours, by one definition of a view. Always one row; parts that were not requested
-- (:with_median, :with_viewers) cost nothing. The median is exact for up to :exact_plays plays.
SELECT
    nullif(rollup.as_of, '-infinity') AS as_of,
    coalesce(content.revision, rollup.revision) AS revision,
    median.median_ms,
    viewers.unique_viewers,
    viewers.rewatches,
    summed.*
FROM (VALUES (:project::integer, :content::text)) AS asked (project_id, content_id)
LEFT JOIN rollup_state AS rollup ON rollup.project_id = asked.project_id
LEFT JOIN content_states AS content ON content.project_id = asked.project_id AND content.content_id = asked.content_id
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN :with_median::boolean AND sum(plays) > :exact_plays::bigint THEN ARRAY[{histogram: sum(#)::bigint}] END
            AS histogram,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_buckets
    WHERE project_id = :project AND content_id = :content AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
        AND traffic = ANY (:classes::smallint[])
) AS summed
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY watch_ms) AS median_ms
    FROM plays
    WHERE :with_median AND summed.plays <= :exact_plays
        AND project_id = :project AND content_id = :content AND traffic = ANY (:classes)
        AND started_at >= :start AND started_at < :end
) AS median ON true
CROSS JOIN LATERAL (
{include: viewers_of_range}
) AS viewers
