-- Makes all cached answers about :account, or about :workspace and its accounts, and their posts, worthless.
WITH workspace AS (
    UPDATE social_workspaces SET stamp = gen_random_uuid()
    WHERE project_id = :project AND workspace_id = :workspace::text
)
UPDATE social_accounts SET stamp = gen_random_uuid()
WHERE project_id = :project AND account_id = :account::text
