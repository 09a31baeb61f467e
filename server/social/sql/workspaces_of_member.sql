-- The workspaces of which a user is a member, by their ids.
SELECT {include: social_workspace}
FROM social_members
JOIN social_workspaces USING (project_id, workspace_id)
WHERE project_id = :project AND user_id = :user
ORDER BY workspace_id
