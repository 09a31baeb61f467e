-- The moment of the first collection of an account; null before it ended.
SELECT collected_since FROM social_accounts WHERE project_id = :project AND account_id = :account
