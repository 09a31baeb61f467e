-- The sealed token of an account.
SELECT token FROM social_tokens WHERE project_id = :project AND account_id = :account
