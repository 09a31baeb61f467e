-- How many workspaces a project has, if a certain one is not among them; else 0.
SELECT count(*) FROM social_workspaces
WHERE project_id = :project
    AND NOT EXISTS (SELECT 1 FROM social_workspaces WHERE project_id = :project AND workspace_id = :workspace)
