-- The members of a workspace, by their ids.
SELECT user_id
FROM social_members
WHERE project_id = :project AND workspace_id = :workspace
ORDER BY user_id
