-- Notes, before anything is deleted, the first day of which the whole series of an account are kept.
UPDATE social_accounts SET series_since = :day, stamp = gen_random_uuid()
WHERE project_id = :project AND account_id = :account AND (series_since IS NULL OR series_since < :day)
