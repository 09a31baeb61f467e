-- Notes up to when the days of an account are written, in which zone, and the first of them of which the whole series are kept.
UPDATE social_accounts
SET folded_on = :day, days_zone = :zone, series_since = :series_since, collected_since = :collected_since, stamp = gen_random_uuid()
WHERE project_id = :project AND account_id = :account
