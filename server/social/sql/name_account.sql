-- The name of an account, as its network shows it now; where it shows none, the known one stays.
UPDATE social_accounts SET handle = :handle
WHERE project_id = :project AND account_id = :account AND handle <> :handle AND :handle <> ''
