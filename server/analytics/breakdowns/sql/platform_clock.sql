-- Counters of the platform in a range (null: all time) by one or two of hour of the day, day and weekday of a zone
-- (:dimensions): of two, both values with a space between; only values with something.
SELECT
    concat_ws(
        ' ', local_time_value((:dimensions::text[])[1], bucket, :zone::text),
        local_time_value((:dimensions)[2], bucket, :zone)
    ) AS value,
    sum({prefix}views)::bigint AS views, sum(plays)::bigint AS plays, sum(watch_ms)::bigint AS watch_ms,
    sum(completed_full)::bigint AS completed_full, sum(like_events + comments + shares)::bigint AS engagement_events
FROM platform_buckets
WHERE project_id = :project AND bucket >= greatest(:start::timestamptz, '-infinity')
    AND bucket < least(:end::timestamptz, 'infinity') AND traffic = ANY (:classes::smallint[])
GROUP BY 1
HAVING sum({prefix}views) > 0 OR sum(plays) > 0 OR sum(like_events + comments + shares) > 0
