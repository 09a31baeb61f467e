-- Trending contents: their views per hour of a window reach :least_velocity, and are more than 1.2 times those of the previous
-- window, which begins at :start_before; most views first, ties by id; by one definition of a view. The window is still
-- running: :elapsed_ms of it are over. Only contents with a hot hour in the window are read: hot_hours has every hour that a
-- window with enough views can have, with all classes of traffic together, so they are a superset for any classes.
SELECT
    hot.content_id, {include: content_card},
    recent.views AS recent_views, recent.likes AS recent_likes, recent.shares AS recent_shares, earlier.earlier_views,
    totals.*
FROM (
    SELECT DISTINCT content_id FROM hot_hours
    WHERE project_id = :project AND hour > :start::timestamptz - interval '1 hour' AND hour < :end::timestamptz
) AS hot
CROSS JOIN LATERAL (
    SELECT sum({prefix}views)::bigint AS views, sum(likes)::bigint AS likes, sum(shares)::bigint AS shares
    FROM content_buckets
    WHERE project_id = :project AND content_id = hot.content_id AND bucket >= :start AND bucket < :end
        AND traffic = ANY (:classes::smallint[])
) AS recent
CROSS JOIN LATERAL (
    SELECT coalesce(sum({prefix}views), 0)::bigint AS earlier_views
    FROM content_buckets
    WHERE recent.views * 3600000 >= :least_velocity::bigint * :elapsed_ms::bigint
        AND project_id = :project AND content_id = hot.content_id AND bucket >= :start_before::timestamptz AND bucket < :start
        AND traffic = ANY (:classes)
) AS earlier
CROSS JOIN LATERAL (  -- the classes of a content share no viewer
    SELECT
        coalesce(sum({prefix}unique_viewers), 0)::bigint AS unique_viewers,
        coalesce(sum({prefix}rewatches), 0)::bigint AS rewatches,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_totals
    WHERE recent.views * 3600000 >= :least_velocity * :elapsed_ms
        AND project_id = :project AND content_id = hot.content_id AND traffic = ANY (:classes)
) AS totals
LEFT JOIN contents AS catalogue ON catalogue.project_id = :project AND catalogue.content_id = hot.content_id
LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = hot.content_id
WHERE recent.views * 3600000 >= :least_velocity * :elapsed_ms
    AND recent.views * 5 * (extract(epoch FROM :start - :start_before) * 1000)::bigint > earlier.earlier_views * 6 * :elapsed_ms
ORDER BY recent.views DESC, hot.content_id
LIMIT :limit
