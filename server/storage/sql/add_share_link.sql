-- A new link.
INSERT INTO share_links (project_id, link_id, content_id, creator_id, asked, origins, signed_by, expires_at)
VALUES (:project, :link, :content, :creator, :asked::text::jsonb, :origins, :key, :expires_at)
RETURNING
    project_id, link_id, content_id, creator_id, asked::text AS time_range, origins, signed_by AS key, created_at,
    expires_at, revoked_at
