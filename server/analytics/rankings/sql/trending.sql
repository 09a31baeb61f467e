-- Trending contents: their views per hour of a window reach $5, and are more than 1.2 times those of the previous window;
-- most views first, ties by id; by one definition of a view. The window is still running: $8 milliseconds of it are over.
-- Only contents with a hot hour in the window are read (see hot_hours): if the window's average reaches the threshold, at
-- least one of its hours does. Hot hours count all traffic, so they are a superset for any classes of traffic.
-- $1 project, $2 from, $3 until, $4 from of the window before, $5 views per hour, $6 how many, $7 classes of traffic
SELECT
    hot.content_id, catalogue.type, catalogue.title, catalogue.caption, catalogue.thumbnail, catalogue.published_at,
    catalogue.duration_ms, coalesce(catalogue.creator_id, nullif(states.owner_id, '')) AS creator_id,
    recent.views AS recent_views, recent.likes AS recent_likes, recent.shares AS recent_shares, earlier.earlier_views,
    totals.*
FROM (
    SELECT DISTINCT content_id FROM hot_hours
    WHERE project_id = $1 AND hour > $2::timestamptz - interval '1 hour' AND hour < $3::timestamptz
) AS hot
CROSS JOIN LATERAL (
    SELECT sum({prefix}views)::bigint AS views, sum(likes)::bigint AS likes, sum(shares)::bigint AS shares
    FROM content_buckets
    WHERE project_id = $1 AND content_id = hot.content_id AND bucket >= $2 AND bucket < $3
        AND traffic = ANY ($7::smallint[])
) AS recent
CROSS JOIN LATERAL (
    SELECT coalesce(sum({prefix}views), 0)::bigint AS earlier_views
    FROM content_buckets
    WHERE recent.views * 3600000 >= $5::bigint * $8::bigint
        AND project_id = $1 AND content_id = hot.content_id AND bucket >= $4::timestamptz AND bucket < $2
        AND traffic = ANY ($7)
) AS earlier
CROSS JOIN LATERAL (  -- the classes of a content share no viewer
    SELECT
        coalesce(sum({prefix}unique_viewers), 0)::bigint AS unique_viewers,
        coalesce(sum({prefix}rewatches), 0)::bigint AS rewatches,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_totals
    WHERE recent.views * 3600000 >= $5 * $8 AND project_id = $1 AND content_id = hot.content_id AND traffic = ANY ($7)
) AS totals
LEFT JOIN contents AS catalogue ON catalogue.project_id = $1 AND catalogue.content_id = hot.content_id
LEFT JOIN content_states AS states ON states.project_id = $1 AND states.content_id = hot.content_id
WHERE recent.views * 3600000 >= $5 * $8
    AND recent.views * 5 * (extract(epoch FROM $2 - $4) * 1000)::bigint > earlier.earlier_views * 6 * $8
ORDER BY recent.views DESC, hot.content_id
LIMIT $6
