-- The workspaces of a project, by their ids.
SELECT {include: social_workspace}
FROM social_workspaces
WHERE project_id = :project
ORDER BY workspace_id
