-- Links by their ids, of projects that are not being deleted.
SELECT
    project_id, link_id, content_id, creator_id, asked::text AS time_range, origins, signed_by AS key,
    share_links.created_at, expires_at, revoked_at
FROM share_links JOIN projects USING (project_id)
WHERE link_id = ANY (:links::uuid[]) AND deleted_at IS NULL
