-- Says that a collection still has its account; nothing if another one took it.
UPDATE social_accounts SET taken_until = now() + :lease::interval
WHERE project_id = :project AND account_id = :account AND taken_by = :collection
RETURNING account_id
