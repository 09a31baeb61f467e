-- Deletes the days of an account before one.
WITH gone AS (
    DELETE FROM social_days WHERE project_id = :project AND account_id = :account AND day < :before
    RETURNING account_id
)
UPDATE social_accounts SET stamp = gen_random_uuid()
WHERE project_id = :project AND account_id = :account AND EXISTS (SELECT 1 FROM gone)
