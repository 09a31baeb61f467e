-- Stops an account because of what a collection met; nothing if another one took it, or a person changed it meanwhile.
WITH changed AS (
    UPDATE social_accounts SET state = :state, reason = :reason, since = :now, stamp = gen_random_uuid()
    WHERE project_id = :project AND account_id = :account AND taken_by = :collection AND state = 'connected'
    RETURNING project_id, workspace_id, account_id
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
)
SELECT count(*) FROM changed
