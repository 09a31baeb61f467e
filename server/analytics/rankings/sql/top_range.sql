-- Contents with enough views in a range of quarter-hours, best first, by $4: views, watch_time, engagement, or quality_bound,
-- an upper bound of the quality: its value if all viewers had viewed the content again. By one definition of a view.
-- $1 project, $2 from, $3 until, $4 by, $5 views at least, $6 how many (null: all), $7 classes of traffic
SELECT content_id, sort_value
FROM (
    SELECT
        content_id,
        CASE $4::text
            WHEN 'views' THEN views
            WHEN 'watch_time' THEN watch_ms
            WHEN 'engagement' THEN engagement_score(views, completed_full, saves, shares, clicks, skips)
            WHEN 'quality_bound' THEN quality_score(views, completed_full, likes, comments, shares, 1, 1)
        END AS sort_value
    FROM (
        SELECT
            content_id, sum({prefix}views)::bigint AS views, sum(watch_ms)::bigint AS watch_ms,
            sum(completed_full)::bigint AS completed_full, sum(likes)::bigint AS likes,
            sum(comments)::bigint AS comments, sum(shares)::bigint AS shares, sum(saves)::bigint AS saves,
            sum(clicks)::bigint AS clicks, sum(skips)::bigint AS skips
        FROM content_buckets
        WHERE project_id = $1 AND bucket >= $2::timestamptz AND bucket < $3::timestamptz
            AND traffic = ANY ($7::smallint[])
        GROUP BY content_id
        HAVING sum({prefix}views) >= $5::bigint
    ) AS summed
) AS ranked
ORDER BY sort_value DESC, content_id
LIMIT $6
