-- The workspaces of which :member is one by their ids, after the workspace :after_id.
SELECT {include: social_workspace}
FROM social_members
JOIN social_workspaces USING (project_id, workspace_id)
WHERE project_id = :project AND user_id = :member AND (:after_id::text IS NULL OR workspace_id {more} :after_id)
ORDER BY workspace_id {asc}
LIMIT :limit
