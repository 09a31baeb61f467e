-- Deletes the days of an account before one.
DELETE FROM social_days WHERE project_id = :project AND account_id = :account AND day < :before
