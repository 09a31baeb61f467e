-- Contents that a viewer viewed, the most recently viewed first, after the row of $3 and $4.
-- $1 project, $2 viewer, $3 last viewed, $4 content, $5 how many
SELECT
    viewed.content_id, catalogue.type, catalogue.title, catalogue.caption, catalogue.thumbnail, catalogue.published_at,
    catalogue.duration_ms, coalesce(catalogue.creator_id, nullif(states.owner_id, '')) AS creator_id,
    viewed.first_view_at, viewed.last_view_at, viewed.{prefix}views AS views, viewed.plays, viewed.watch_ms,
    viewed.completions
FROM content_viewers AS viewed
LEFT JOIN contents AS catalogue USING (project_id, content_id)
LEFT JOIN content_states AS states USING (project_id, content_id)
WHERE viewed.project_id = $1 AND viewed.viewer_id = $2
    AND viewed.last_view_at <= coalesce($3::timestamptz, 'infinity')
    AND (viewed.last_view_at < coalesce($3::timestamptz, 'infinity') OR viewed.content_id > $4::text)
ORDER BY viewed.last_view_at DESC, viewed.content_id
LIMIT $5
