-- Contents that a viewer has saved, the most recently saved first, after the content :after_id, saved at :after_time.
SELECT
    kept.content_id, {include: content_card},
    kept.saved_at
FROM content_viewers AS kept
LEFT JOIN contents AS catalogue USING (project_id, content_id)
LEFT JOIN content_states AS states USING (project_id, content_id)
WHERE kept.project_id = :project AND kept.viewer_id = :viewer AND kept.saved
    AND kept.saved_at {less}= CASE WHEN :after_time::timestamptz IS NULL THEN '{infinity}' ELSE :after_time END
    AND (kept.saved_at {less} coalesce(:after_time, '{infinity}') OR kept.content_id {more} :after_id::text)
ORDER BY kept.saved_at {desc}, kept.content_id {asc}
LIMIT :limit
