-- Stops all accounts of a network, of all projects: the network wants to be paid by the operator of this server.
WITH changed AS (
    UPDATE social_accounts SET state = 'billing_stop', reason = :reason, since = :now, stamp = gen_random_uuid()
    WHERE network = :network AND state = 'connected'
        AND project_id NOT IN (SELECT project_id FROM rollup_state WHERE accepts_since = 'infinity')  -- it is moving
    RETURNING project_id, workspace_id, account_id
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT count(*) FROM changed
