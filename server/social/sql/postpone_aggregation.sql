-- Lets a workspace that could not be aggregated wait, so that others get their turn.
UPDATE social_workspaces SET taken_until = :until
WHERE project_id = :project AND workspace_id = :workspace AND taken_by = :aggregation
