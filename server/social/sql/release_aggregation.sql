-- Gives a workspace back that was not aggregated to the end: it stays due, for any process.
UPDATE social_workspaces SET taken_by = NULL, taken_until = NULL
WHERE project_id = :project AND workspace_id = :workspace AND taken_by = :aggregation
