-- Makes all accounts of a workspace due, with all of their posts: see want_account.
WITH wanted AS (
    UPDATE social_accounts
    SET due_at = LEAST(due_at, GREATEST(now(), started_at + :spacing::interval)), wanted_at = now()
    WHERE project_id = :project AND workspace_id = :workspace AND state = 'connected'
    RETURNING {include: social_account}
)
SELECT {include: social_account} FROM wanted ORDER BY account_id
