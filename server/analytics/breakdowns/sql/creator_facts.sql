-- Number of plays, views, likes, comments and shares of a creator in a range (null: all time), whatever their traffic. has_expired:
-- whether raw events of some of them are gone, which are there since raw_since.
SELECT
    coalesce(sum(facts), 0)::bigint AS facts, coalesce(sum(facts) FILTER (WHERE bucket < raw_since), 0) > 0 AS has_expired,
    max(raw_since) AS raw_since
FROM (
    SELECT bucket, views + plays + like_events + comments + shares AS facts
    FROM creator_buckets
    WHERE project_id = :project AND creator_id = :creator AND bucket >= greatest(:start::timestamptz, '-infinity')
        AND bucket < least(:end::timestamptz, 'infinity')
) AS counted LEFT JOIN (SELECT raw_since FROM rollup_state WHERE project_id = :project) AS kept ON true
