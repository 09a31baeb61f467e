-- Contents that a viewer has saved, the most recently saved first, after the row of $3 and $4.
-- $1 project, $2 viewer, $3 saved at, $4 content, $5 how many
SELECT
    kept.content_id, catalogue.type, catalogue.title, catalogue.caption, catalogue.thumbnail, catalogue.published_at,
    catalogue.duration_ms, coalesce(catalogue.creator_id, nullif(states.owner_id, '')) AS creator_id,
    kept.saved_at
FROM content_viewers AS kept
LEFT JOIN contents AS catalogue USING (project_id, content_id)
LEFT JOIN content_states AS states USING (project_id, content_id)
WHERE kept.project_id = $1 AND kept.viewer_id = $2 AND kept.saved
    AND kept.saved_at <= coalesce($3::timestamptz, 'infinity')
    AND (kept.saved_at < coalesce($3::timestamptz, 'infinity') OR kept.content_id > $4::text)
ORDER BY kept.saved_at DESC, kept.content_id
LIMIT $5
