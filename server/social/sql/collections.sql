-- The last :kept collections of each account of a workspace, the newest first; of an account without any, one row of nulls.
SELECT account.account_id, account.due_at, t.started_at, t.ended_at, t.outcome, t.detail, t.calls, t.posts, t.posts_due
FROM social_accounts AS account
LEFT JOIN LATERAL (
    SELECT started_at, ended_at, outcome, detail, calls, posts, posts_due
    FROM social_collections AS own
    WHERE own.project_id = account.project_id AND own.account_id = account.account_id
    ORDER BY started_at DESC
    LIMIT :kept
) AS t ON true
WHERE account.project_id = :project AND account.workspace_id = :workspace
ORDER BY account.account_id, t.started_at DESC
