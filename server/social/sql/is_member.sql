-- Whether a user is a member of a workspace.
SELECT EXISTS (
    SELECT 1 FROM social_members WHERE project_id = :project AND workspace_id = :workspace AND user_id = :user
)
