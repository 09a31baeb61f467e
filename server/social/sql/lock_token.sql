-- The sealed token of an account, which no other transaction changes until this one ends.
SELECT token FROM social_tokens WHERE project_id = :project AND account_id = :account FOR UPDATE
