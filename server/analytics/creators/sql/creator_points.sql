-- Counters of a creator by part of a range; only parts with counters. Part n begins at $5[n].
-- $1 project, $2 creator, $3 from, $4 until, $5 starts of the parts, $6 classes of traffic
SELECT
    width_bucket(bucket, $5::timestamptz[]) AS point,
    sum(sessions)::bigint AS sessions, sum(session_ms)::bigint AS session_ms,
    {metrics: sum(@)::bigint AS #}
FROM creator_buckets
WHERE project_id = $1 AND creator_id = $2 AND bucket >= $3::timestamptz AND bucket < $4::timestamptz
    AND traffic = ANY ($6::smallint[])
GROUP BY 1
