-- A content in a range (null: all time) by hour of the day, day or weekday (:dimension) of a zone: the top values, at most
-- :limit, most views first, and all other values together (rank null). Distinct viewers that were not requested (:with_viewers)
-- cost nothing.
WITH counted AS MATERIALIZED (
    SELECT
        local_time_value(:dimension::text, bucket, :zone::text) AS value, sum({prefix}views) AS views, sum(plays) AS plays,
        sum(watch_ms) AS watch_ms, sum(completed_full) AS completed_full,
        sum(like_events + comments + shares) AS engagement_events
    FROM content_buckets
    WHERE project_id = :project AND content_id = :content AND traffic = ANY (:classes::smallint[])
        AND bucket >= coalesce(:start::timestamptz, '-infinity') AND bucket < coalesce(:end::timestamptz, 'infinity')
    GROUP BY 1
), ranked AS MATERIALIZED (
    SELECT
        *,
        row_number() OVER (ORDER BY views DESC, plays DESC, engagement_events DESC, value COLLATE "C") AS position
    FROM counted
    WHERE views > 0 OR plays > 0 OR engagement_events > 0
), placed AS MATERIALIZED (
    SELECT *, CASE WHEN position <= :limit::integer THEN position END AS rank FROM ranked
), summed AS (
    SELECT
        rank, CASE WHEN rank IS NOT NULL THEN max(value) END AS value, sum(views)::bigint AS views,
        sum(plays)::bigint AS plays, sum(watch_ms)::bigint AS watch_ms, sum(completed_full)::bigint AS completed_full,
        sum(engagement_events)::bigint AS engagement_events
    FROM placed
    GROUP BY rank
), distinct_viewers AS (
    SELECT rank, count(DISTINCT viewer_id) AS unique_viewers
    FROM (
        SELECT local_time_value(:dimension, bucket, :zone) AS value, viewer_id
        FROM content_viewer_buckets
        WHERE :with_viewers::boolean AND project_id = :project AND content_id = :content AND traffic = ANY (:classes)
            AND {prefix}views > 0 AND bucket >= coalesce(:start, '-infinity') AND bucket < coalesce(:end, 'infinity')
    ) AS viewed JOIN placed USING (value)
    GROUP BY rank
)
SELECT summed.*, coalesce(unique_viewers, 0) AS unique_viewers
FROM summed LEFT JOIN distinct_viewers ON distinct_viewers.rank IS NOT DISTINCT FROM summed.rank
ORDER BY rank
