-- Counters of one content in a range, in points that begin at :starts (ascending), numbered from 1; only points with counters.
SELECT
    width_bucket(bucket, :starts::timestamptz[]) AS point,
    {metrics: sum(@)::bigint AS #}
FROM content_buckets
WHERE project_id = :project AND content_id = :content AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
    AND traffic = ANY (:classes::smallint[])
GROUP BY 1
