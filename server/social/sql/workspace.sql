-- One workspace.
SELECT {include: social_workspace}
FROM social_workspaces
WHERE project_id = :project AND workspace_id = :workspace
