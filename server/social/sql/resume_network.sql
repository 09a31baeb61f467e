-- Resumes the accounts of a network, of all projects, that were stopped because it wanted to be paid, before a collection began
-- that it answered. Accounts that are just being changed are left to the next collection that works.
WITH changed AS (
    UPDATE social_accounts
    SET state = 'connected', reason = NULL, since = now(), due_at = now(), stamp = gen_random_uuid()
    WHERE (project_id, account_id) IN (
        SELECT project_id, account_id
        FROM social_accounts
        WHERE network = :network AND state = 'billing_stop' AND since < :started_at
            AND project_id NOT IN (SELECT project_id FROM rollup_state WHERE accepts_since = 'infinity')  -- it is moving
        FOR UPDATE SKIP LOCKED
    )
    RETURNING project_id, workspace_id, account_id
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT count(*) FROM changed
