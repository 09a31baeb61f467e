-- Gives an account back that was not collected to the end: it is due at once, for any worker.
UPDATE social_accounts SET taken_by = NULL, taken_until = NULL
WHERE project_id = :project AND account_id = :account AND taken_by = :collection
