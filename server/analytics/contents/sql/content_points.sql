-- Counters of one content between the given moments ($6, ascending), numbered from 1; only points in which something was
-- counted.
-- $1 project, $2 content, $3 classes of traffic, $4 from, $5 until, $6 starts of the hours or days
SELECT
    width_bucket(bucket, $6::timestamptz[]) AS point,
    sum({prefix}views)::bigint AS views,
    sum(watch_ms)::bigint AS watch_ms,
    sum(likes)::bigint AS likes,
    sum(comments)::bigint AS comments,
    sum(shares)::bigint AS shares
FROM content_buckets
WHERE project_id = $1 AND content_id = $2 AND bucket >= $4::timestamptz AND bucket < $5::timestamptz
    AND traffic = ANY ($3::smallint[])
GROUP BY 1
