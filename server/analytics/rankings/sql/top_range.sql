-- Contents with enough views in a range of quarter-hours, best first, by views, watch_time, engagement, or quality_bound
-- (:by), an upper bound of the quality: its value if all repeated views of all time were in the range. By one definition of a
-- view. :limit null: all. Whole days from :first_day to :end_day, and quarter-hours before :head_end and from :tail_start on.
SELECT content_id, sort_value, {listed: #}
FROM (
    SELECT
        summed.*,
        CASE :by::text
            WHEN 'views' THEN views
            WHEN 'watch_time' THEN watch_ms
            WHEN 'engagement' THEN engagement_score(views, completed_full, saves, shares, clicks, skips)
            WHEN 'quality_bound' THEN quality_score(views, completed_full, likes, comments, shares,
                coalesce(ever.rewatches, views), greatest(views - coalesce(ever.repeated, views), 1))
        END AS sort_value
    FROM (
        SELECT content_id, {listed: sum(#)::bigint AS #}
        FROM ({include: listed_in_range}) AS counted
        GROUP BY content_id
        HAVING sum(views) >= :least_views::bigint
    ) AS summed
    LEFT JOIN (  -- repeated: views of all time that are no viewer's first; at most as many are in the range
        SELECT
            content_id, sum({prefix}rewatches)::bigint AS rewatches,
            sum({prefix}views - {prefix}unique_viewers)::bigint AS repeated
        FROM content_totals
        WHERE :by = 'quality_bound' AND project_id = :project AND traffic = ANY (:classes)
        GROUP BY content_id
    ) AS ever USING (content_id)
) AS ranked
ORDER BY sort_value DESC, content_id
LIMIT :limit
