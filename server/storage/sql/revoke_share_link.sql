-- Revokes a link; again: changes nothing.
UPDATE share_links SET revoked_at = coalesce(revoked_at, now())
WHERE project_id = :project AND link_id = :link
RETURNING
    project_id, link_id, content_id, creator_id, asked::text AS time_range, origins, signed_by AS key, created_at,
    expires_at, revoked_at
