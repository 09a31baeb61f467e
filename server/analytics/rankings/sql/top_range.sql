-- Contents with enough views in a range of quarter-hours, best first, by views, watch_time, engagement, or quality_bound
-- (:by), an upper bound of the quality: its value if all viewers had viewed the content again. By one definition of a view.
-- :limit null: all.
SELECT content_id, sort_value
FROM (
    SELECT
        content_id,
        CASE :by::text
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
        WHERE project_id = :project AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
            AND traffic = ANY (:classes::smallint[])
        GROUP BY content_id
        HAVING sum({prefix}views) >= :least_views::bigint
    ) AS summed
) AS ranked
ORDER BY sort_value DESC, content_id
LIMIT :limit
