-- The moment of the first collection of an account, and the first day of which all of its series are kept; null: all are.
SELECT collected_since, series_since, days_zone FROM social_accounts WHERE project_id = :project AND account_id = :account
