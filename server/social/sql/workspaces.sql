-- The workspaces of a project by their ids, after the workspace :after_id.
SELECT {include: social_workspace}
FROM social_workspaces
WHERE project_id = :project AND (:after_id::text IS NULL OR workspace_id {more} :after_id)
ORDER BY workspace_id {asc}
LIMIT :limit
