-- Makes all accounts of a workspace due at once, with all of their posts.
WITH wanted AS (
    UPDATE social_accounts SET due_at = now(), wanted_at = now()
    WHERE project_id = :project AND workspace_id = :workspace AND state = 'connected'
    RETURNING {include: social_account}
)
SELECT {include: social_account} FROM wanted ORDER BY account_id
