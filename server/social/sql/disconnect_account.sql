-- Disconnects an account: no collection has it any more, and nothing opens it. Its numbers stay.
WITH changed AS (
    UPDATE social_accounts
    SET state = 'disconnected', reason = :reason, since = :now, taken_by = NULL, taken_until = NULL, wanted_at = NULL,
        stamp = gen_random_uuid()
    WHERE project_id = :project AND account_id = :account
    RETURNING {include: social_account}
), {include: over}, forgotten AS (
    DELETE FROM social_tokens AS t USING changed
    WHERE t.project_id = changed.project_id AND t.account_id = changed.account_id
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT {include: social_account} FROM changed
