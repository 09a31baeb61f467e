-- Makes an account due, with all of its posts: at once, or when its last collection began long enough ago, however it
-- ended: calls of failed ones count at the network, too.
UPDATE social_accounts
SET due_at = LEAST(due_at, GREATEST(now(), started_at + :spacing::interval)), wanted_at = now()
WHERE project_id = :project AND account_id = :account AND state = 'connected'
RETURNING {include: social_account}
