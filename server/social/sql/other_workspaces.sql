-- How many workspaces a project has besides one.
SELECT count(*) FROM social_workspaces WHERE project_id = :project AND workspace_id <> :workspace
