-- Keeps an account from being taken away, or disconnected, until what a collection stores is stored; nothing if that has happened.
SELECT account_id
FROM social_accounts
WHERE project_id = :project AND account_id = :account AND taken_by = :collection
FOR NO KEY UPDATE
