-- One content over all time, by one definition of a view. Always one row; a median that was not requested (:with_median) costs
-- nothing. It is exact for up to :exact_plays plays.
SELECT
    nullif(rollup.as_of, '-infinity') AS as_of,
    coalesce(content.revision, rollup.revision) AS revision,
    median.median_ms,
    summed.*
FROM (VALUES (:project::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS rollup ON rollup.project_id = asked.project_id
LEFT JOIN content_states AS content ON content.project_id = asked.project_id AND content.content_id = :content::text
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum({prefix}unique_viewers), 0)::bigint AS unique_viewers,
        coalesce(sum({prefix}rewatches), 0)::bigint AS rewatches,
        CASE WHEN :with_median::boolean AND sum(plays) > :exact_plays::bigint THEN ARRAY[{histogram: sum(#)::bigint}] END
            AS histogram,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_totals
    WHERE project_id = :project AND content_id = :content AND traffic = ANY (:classes::smallint[])
) AS summed
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY watch_ms) AS median_ms
    FROM plays
    WHERE :with_median AND summed.plays <= :exact_plays
        AND project_id = :project AND content_id = :content AND traffic = ANY (:classes) AND started_at IS NOT NULL
) AS median ON true
