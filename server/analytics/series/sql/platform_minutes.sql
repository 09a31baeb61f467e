-- Counters of the platform in each of :minutes that has any, and (null) in all of them together.
SELECT minute, {metrics: coalesce(sum(@), 0)::bigint AS #}
FROM minute_counts
WHERE project_id = :project AND minute = ANY (:minutes::timestamptz[]) AND content_id = '' AND creator_id = ''
    AND traffic = ANY (:classes::smallint[])
GROUP BY GROUPING SETS ((minute), ())
