-- Best contents of all time without bots and self-views, by quality, engagement, views or watch_time (:by); by one definition
-- of a view.
(SELECT content_id FROM content_scores
    WHERE :by::text = 'quality' AND project_id = :project AND definition = :definition AND views >= :least_views::bigint
    ORDER BY quality DESC, content_id LIMIT :limit)
UNION ALL
(SELECT content_id FROM content_scores
    WHERE :by = 'engagement' AND project_id = :project AND definition = :definition AND views >= :least_views
    ORDER BY engagement DESC, content_id LIMIT :limit)
UNION ALL
(SELECT content_id FROM content_scores
    WHERE :by = 'views' AND project_id = :project AND definition = :definition AND views >= :least_views
    ORDER BY views DESC, content_id LIMIT :limit)
UNION ALL
(SELECT content_id FROM content_scores
    WHERE :by = 'watch_time' AND project_id = :project AND definition = :definition AND views >= :least_views
    ORDER BY watch_ms DESC, content_id LIMIT :limit)
