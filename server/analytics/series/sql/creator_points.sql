-- Counters of a creator in a range, in points that begin at :starts (ascending), numbered from 1; only points with counters.
SELECT
    width_bucket(bucket, :starts::timestamptz[]) AS point,
    sum(sessions)::bigint AS sessions, sum(session_ms)::bigint AS session_ms,
    {metrics: sum(@)::bigint AS #}
FROM creator_buckets
WHERE project_id = :project AND creator_id = :creator AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
    AND traffic = ANY (:classes::smallint[])
GROUP BY 1
