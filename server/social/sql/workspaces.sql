-- The workspaces of a project, by their ids.
SELECT workspace_id, name, timezone, created_at
FROM social_workspaces
WHERE project_id = :project
ORDER BY workspace_id
