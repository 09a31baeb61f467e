-- One link of a project.
SELECT
    project_id, link_id, content_id, creator_id, asked::text AS time_range, origins, signed_by AS key, created_at,
    expires_at, revoked_at
FROM share_links
WHERE project_id = :project AND link_id = :link
