-- Puts an account into a state.
WITH changed AS (
    UPDATE social_accounts
    SET state = :state, reason = :reason, since = :now, due_at = CASE WHEN :state = 'connected' THEN :now ELSE due_at END
    WHERE project_id = :project AND account_id = :account
    RETURNING {include: social_account}
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    SELECT project_id, 'social_account', account_id FROM changed
)
SELECT {include: social_account} FROM changed
