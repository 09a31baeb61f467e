-- Gives an account back that was not collected to the end: it is due at once, for any worker.
WITH released AS (
    UPDATE social_accounts SET taken_by = NULL, taken_until = NULL
    WHERE project_id = :project AND account_id = :account AND taken_by = :collection
    RETURNING project_id, account_id
)
UPDATE social_collections AS t SET ended_at = now(), outcome = 'abandoned'
FROM released
WHERE t.project_id = released.project_id AND t.account_id = released.account_id AND t.ended_at IS NULL
