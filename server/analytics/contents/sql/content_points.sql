-- Counters of one content in a range, in points that begin at :starts (hours or days, ascending), numbered from 1; only points
-- in which something was counted.
SELECT
    width_bucket(bucket, :starts::timestamptz[]) AS point,
    sum({prefix}views)::bigint AS views,
    sum(watch_ms)::bigint AS watch_ms,
    sum(likes)::bigint AS likes,
    sum(comments)::bigint AS comments,
    sum(shares)::bigint AS shares
FROM content_buckets
WHERE project_id = :project AND content_id = :content AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
    AND traffic = ANY (:classes::smallint[])
GROUP BY 1
