-- Best contents of all time without bots and self-views, by quality, engagement, views or watch_time (:by); by one definition
-- of a view. Each is read in the order of its index, which begins where the page does: next to the content :after_id with the
-- sort value :after_worth (null: the first page), which a client may have made too large for a bigint.
(SELECT content_id, quality AS sort_value FROM content_scores
    WHERE :by::text = 'quality' AND project_id = :project AND definition = :definition AND views >= :least_views::bigint
        AND quality {less}= CASE WHEN :after_worth::double precision IS NULL THEN '{infinity}' ELSE :after_worth END
        AND (:after_worth IS NULL OR quality {less} :after_worth OR content_id {more} :after_id::text)
    ORDER BY quality {desc}, content_id {asc} LIMIT :limit)
UNION ALL
(SELECT content_id, engagement FROM content_scores
    WHERE :by = 'engagement' AND project_id = :project AND definition = :definition AND views >= :least_views
        AND engagement {less}= CASE WHEN :after_worth IS NULL THEN '{infinity}' ELSE :after_worth END
        AND (:after_worth IS NULL OR engagement {less} :after_worth OR content_id {more} :after_id)
    ORDER BY engagement {desc}, content_id {asc} LIMIT :limit)
UNION ALL
(SELECT content_id, views FROM content_scores
    WHERE :by = 'views' AND project_id = :project AND definition = :definition AND views >= :least_views
        AND views {less}= CASE WHEN :after_worth IS NULL THEN {largest} ELSE greatest(least(:after_worth, 9e18), -9e18)::bigint END
        AND (:after_worth IS NULL OR views {less} :after_worth OR content_id {more} :after_id)
    ORDER BY views {desc}, content_id {asc} LIMIT :limit)
UNION ALL
(SELECT content_id, watch_ms FROM content_scores
    WHERE :by = 'watch_time' AND project_id = :project AND definition = :definition AND views >= :least_views
        AND watch_ms {less}= CASE WHEN :after_worth IS NULL THEN {largest} ELSE greatest(least(:after_worth, 9e18), -9e18)::bigint END
        AND (:after_worth IS NULL OR watch_ms {less} :after_worth OR content_id {more} :after_id)
    ORDER BY watch_ms {desc}, content_id {asc} LIMIT :limit)
ORDER BY sort_value {desc}, content_id {asc}
