-- Notes, before anything is deleted, the first day of which the whole series of an account are kept; with its zone, unless the days of the
-- account have another one by now.
UPDATE social_accounts SET series_since = greatest(series_since, :day), stamp = gen_random_uuid()
WHERE project_id = :project AND account_id = :account AND days_zone = :zone
RETURNING true
