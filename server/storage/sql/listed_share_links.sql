-- The links of a project, or of one content or creator, newest first, after the link :after_link of :after_time.
SELECT
    project_id, link_id, content_id, creator_id, asked::text AS time_range, origins, signed_by AS key, created_at,
    expires_at, revoked_at
FROM share_links
WHERE project_id = :project
    AND (:content::text IS NULL OR content_id = :content)
    AND (:creator::text IS NULL OR creator_id = :creator)
    AND (NOT :platform::boolean OR (content_id IS NULL AND creator_id IS NULL))
    AND (:after_link::uuid IS NULL OR (created_at, link_id) {less} (:after_time::timestamptz, :after_link))
ORDER BY created_at {desc}, link_id {desc}
LIMIT :limit
