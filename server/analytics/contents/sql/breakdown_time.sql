-- A content $2 from $3 to $4 (null: all time) by hour of the day, day or weekday ($5) of the zone $6, for the classes of
-- traffic $7: the top $8 values, most views first, and all other values together (rank null).
WITH counted AS MATERIALIZED (
    SELECT
        local_time_value($5::text, bucket, $6::text) AS value, sum({prefix}views) AS views, sum(plays) AS plays,
        sum(watch_ms) AS watch_ms, sum(completed_full) AS completed_full,
        sum(like_events + comments + shares) AS engagement_events
    FROM content_buckets
    WHERE project_id = $1 AND content_id = $2 AND traffic = ANY ($7::smallint[])
        AND bucket >= coalesce($3::timestamptz, '-infinity') AND bucket < coalesce($4::timestamptz, 'infinity')
    GROUP BY 1
), ranked AS MATERIALIZED (
    SELECT
        *,
        row_number() OVER (ORDER BY views DESC, plays DESC, engagement_events DESC, value COLLATE "C") AS position
    FROM counted
    WHERE views > 0 OR plays > 0 OR engagement_events > 0
), placed AS MATERIALIZED (
    SELECT *, CASE WHEN position <= $8::integer THEN position END AS rank FROM ranked
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
        SELECT local_time_value($5, bucket, $6) AS value, viewer_id
        FROM content_viewer_buckets
        WHERE $9::boolean AND project_id = $1 AND content_id = $2 AND traffic = ANY ($7) AND {prefix}views > 0
            AND bucket >= coalesce($3, '-infinity') AND bucket < coalesce($4, 'infinity')
    ) AS viewed JOIN placed USING (value)
    GROUP BY rank
)
SELECT summed.*, coalesce(unique_viewers, 0) AS unique_viewers
FROM summed LEFT JOIN distinct_viewers ON distinct_viewers.rank IS NOT DISTINCT FROM summed.rank
ORDER BY rank
