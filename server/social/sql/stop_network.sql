-- Stops all accounts of a network, of all projects: the network wants to be paid by the operator of this server.
WITH changed AS (
    UPDATE social_accounts SET state = 'billing_stop', reason = :reason, since = :now
    WHERE network = :network AND state = 'connected'
    RETURNING project_id, workspace_id, account_id
), announced AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT count(*) FROM changed
