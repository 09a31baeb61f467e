-- Makes an account due at once, with all of its posts.
UPDATE social_accounts SET due_at = now(), wanted_at = now()
WHERE project_id = :project AND account_id = :account AND state = 'connected'
RETURNING {include: social_account}
