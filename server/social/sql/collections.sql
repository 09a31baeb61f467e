-- The last collections of each account of a workspace, the newest first; of an account without any, one row of nulls.
SELECT account.account_id, account.due_at, t.started_at, t.ended_at, t.outcome, t.detail, t.calls, t.posts, t.posts_due
FROM social_accounts AS account
LEFT JOIN social_collections AS t ON t.project_id = account.project_id AND t.account_id = account.account_id
WHERE account.project_id = :project AND account.workspace_id = :workspace
ORDER BY account.account_id, t.started_at DESC
