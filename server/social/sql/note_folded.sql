-- Notes up to when the days of an account are written.
UPDATE social_accounts SET folded_on = :day, days_zone = :zone, collected_since = :collected_since, stamp = gen_random_uuid()
WHERE project_id = :project AND account_id = :account
