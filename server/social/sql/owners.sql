-- The workspaces that own some accounts which are not disconnected.
SELECT account_id, workspace_id
FROM social_accounts
WHERE project_id = :project AND account_id = ANY(:accounts) AND state <> 'disconnected'
