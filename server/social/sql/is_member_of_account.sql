-- Whether a user is a member of the workspace that owns an account.
SELECT EXISTS (
    SELECT 1
    FROM social_accounts AS account
    JOIN social_members AS member ON member.project_id = account.project_id AND member.workspace_id = account.workspace_id
    WHERE account.project_id = :project AND account.account_id = :account AND member.user_id = :user
)
