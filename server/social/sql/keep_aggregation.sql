-- Says that a workspace is still being aggregated; nothing if another process has taken it.
UPDATE social_workspaces SET taken_until = now() + :lease::interval
WHERE project_id = :project AND workspace_id = :workspace AND taken_by = :aggregation
RETURNING workspace_id
