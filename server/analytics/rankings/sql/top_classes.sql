-- Best contents of all time for any classes of traffic, by quality, engagement, views or watch_time (:by); by one definition
-- of a view. Scores exist only for traffic without bots and self-views, so this statement adds up every content. The classes
-- of a content share no viewer, so its unique viewers add up too.
SELECT
    content_id,
    CASE :by::text
        WHEN 'quality' THEN
            quality_score(views, completed_full, likes, comments, shares, rewatches, unique_viewers)
        WHEN 'engagement' THEN engagement_score(views, completed_full, saves, shares, clicks, skips)
        WHEN 'views' THEN views
        WHEN 'watch_time' THEN watch_ms
    END AS sort_value
FROM (
    SELECT
        content_id, sum({prefix}views)::bigint AS views, sum({prefix}rewatches)::bigint AS rewatches,
        sum({prefix}unique_viewers)::bigint AS unique_viewers, sum(watch_ms)::bigint AS watch_ms,
        sum(completed_full)::bigint AS completed_full, sum(likes)::bigint AS likes,
        sum(comments)::bigint AS comments, sum(shares)::bigint AS shares, sum(saves)::bigint AS saves,
        sum(clicks)::bigint AS clicks, sum(skips)::bigint AS skips
    FROM content_totals
    WHERE project_id = :project AND traffic = ANY (:classes::smallint[])
    GROUP BY content_id
    HAVING sum({prefix}views) >= :least_views::bigint
) AS summed
ORDER BY sort_value DESC, content_id
LIMIT :limit
