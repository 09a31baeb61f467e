-- Puts an account into a state; nothing if it has to be connected again.
WITH changed AS (
    UPDATE social_accounts
    SET state = :state, reason = :reason, since = :now, stamp = gen_random_uuid(),
        due_at = CASE WHEN :state = 'connected' THEN :now ELSE due_at END
    WHERE project_id = :project AND account_id = :account AND state NOT IN ('disconnected', 'needs_reconnect')
    RETURNING {include: social_account}
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT {include: social_account} FROM changed
