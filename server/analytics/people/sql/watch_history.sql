-- Contents that a viewer viewed, the most recently viewed first, after the content :after_id, last viewed at :after_time.
SELECT
    viewed.content_id, {include: content_card},
    viewed.first_view_at, viewed.last_view_at, viewed.{prefix}views AS views, viewed.plays, viewed.watch_ms,
    viewed.completions
FROM content_viewers AS viewed
LEFT JOIN contents AS catalogue USING (project_id, content_id)
LEFT JOIN content_states AS states USING (project_id, content_id)
WHERE viewed.project_id = :project AND viewed.viewer_id = :viewer
    AND viewed.last_view_at {less}= CASE WHEN :after_time::timestamptz IS NULL THEN '{infinity}' ELSE :after_time END
    AND (viewed.last_view_at {less} coalesce(:after_time, '{infinity}') OR viewed.content_id {more} :after_id::text)
ORDER BY viewed.last_view_at {desc}, viewed.content_id {asc}
LIMIT :limit
