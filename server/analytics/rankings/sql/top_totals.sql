-- Best contents of all time without bots and self-views, by quality, engagement, views or watch_time (:by); by one definition
-- of a view. Each is read in the order of its index, which begins where the page does: after the content :after_id with the
-- sort value :after_worth (null: the first page).
(SELECT content_id, quality AS sort_value FROM content_scores
    WHERE :by::text = 'quality' AND project_id = :project AND definition = :definition AND views >= :least_views::bigint
        AND quality <= coalesce(:after_worth::double precision, 'Infinity')
        AND (:after_worth IS NULL OR quality < :after_worth OR content_id > :after_id::text)
    ORDER BY quality DESC, content_id LIMIT :limit)
UNION ALL
(SELECT content_id, engagement FROM content_scores
    WHERE :by = 'engagement' AND project_id = :project AND definition = :definition AND views >= :least_views
        AND engagement <= coalesce(:after_worth, 'Infinity')
        AND (:after_worth IS NULL OR engagement < :after_worth OR content_id > :after_id)
    ORDER BY engagement DESC, content_id LIMIT :limit)
UNION ALL
(SELECT content_id, views FROM content_scores
    WHERE :by = 'views' AND project_id = :project AND definition = :definition AND views >= :least_views
        AND views <= coalesce(:after_worth::bigint, 9223372036854775807)
        AND (:after_worth IS NULL OR views < :after_worth OR content_id > :after_id)
    ORDER BY views DESC, content_id LIMIT :limit)
UNION ALL
(SELECT content_id, watch_ms FROM content_scores
    WHERE :by = 'watch_time' AND project_id = :project AND definition = :definition AND views >= :least_views
        AND watch_ms <= coalesce(:after_worth::bigint, 9223372036854775807)
        AND (:after_worth IS NULL OR watch_ms < :after_worth OR content_id > :after_id)
    ORDER BY watch_ms DESC, content_id LIMIT :limit)
ORDER BY sort_value DESC, content_id
