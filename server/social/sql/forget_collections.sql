-- Deletes all collections of an account but the last :kept.
DELETE FROM social_collections
WHERE project_id = :project AND account_id = :account AND started_at < (
    SELECT started_at
    FROM social_collections
    WHERE project_id = :project AND account_id = :account
    ORDER BY started_at DESC
    OFFSET :kept - 1
    LIMIT 1
)
