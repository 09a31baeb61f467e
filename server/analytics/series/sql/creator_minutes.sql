-- Counters of a creator in each of :minutes that has any, and (null) in all of them together.
SELECT minute, {metrics: coalesce(sum(@), 0)::bigint AS #}
FROM minute_counts
WHERE project_id = :project AND minute = ANY (:minutes::timestamptz[]) AND owner_id = :creator
    AND traffic = ANY (:classes::smallint[])
GROUP BY GROUPING SETS ((minute), ())
