-- Every stale curve of a project is due at once. Locked in the order in which the fold marks them.
WITH waiting AS MATERIALIZED (
    SELECT content_id FROM stale_curves WHERE project_id = :project AND due_at > now() ORDER BY content_id FOR UPDATE
)
UPDATE stale_curves SET due_at = now()
FROM waiting
WHERE stale_curves.project_id = :project AND stale_curves.content_id = waiting.content_id
