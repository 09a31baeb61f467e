-- Forgets the days of an account from one on, which are written again.
DELETE FROM social_days WHERE project_id = :project AND account_id = :account AND day >= :since
