-- One account.
SELECT {include: social_account}
FROM social_accounts
WHERE project_id = :project AND account_id = :account
