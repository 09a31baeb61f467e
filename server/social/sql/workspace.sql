-- One workspace.
SELECT workspace_id, name, timezone, created_at
FROM social_workspaces
WHERE project_id = :project AND workspace_id = :workspace
