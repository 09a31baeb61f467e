-- The accounts of a workspace, by their ids.
SELECT {include: social_account}
FROM social_accounts
WHERE project_id = :project AND workspace_id = :workspace
ORDER BY account_id
