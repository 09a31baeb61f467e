-- The first day of which anything is known of :accounts.
SELECT min(day) FROM social_days WHERE project_id = :project AND account_id = ANY (:accounts::text[])
