-- Connects an account, or connects it again; it is due at once, and a collection with its old token is over. No row if the workspace
-- would have more than :most accounts.
WITH before AS MATERIALIZED (
    SELECT project_id, workspace_id FROM social_accounts WHERE project_id = :project AND account_id = :account
), others AS MATERIALIZED (
    SELECT count(*) AS accounts FROM social_accounts
    WHERE project_id = :project AND workspace_id = :workspace AND account_id <> :account
), changed AS (
    INSERT INTO social_accounts
        (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at, wanted_at, stamp)
    SELECT :project, :account, :workspace, :network, :external_id, :handle, 'connected', :now, :now, :now, gen_random_uuid()
    FROM others WHERE accounts < :most
    ON CONFLICT (project_id, account_id) DO UPDATE SET
        workspace_id = excluded.workspace_id, handle = excluded.handle, state = 'connected', reason = NULL,
        since = excluded.since, due_at = excluded.due_at, wanted_at = excluded.wanted_at, taken_by = NULL, taken_until = NULL,
        stamp = excluded.stamp
    RETURNING {include: social_account}
), {include: over}, announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    {include: subjects_of_changed}
), left_behind AS (
    INSERT INTO social_changes (project_id, kind, id)
    SELECT project_id, 'social_workspace', workspace_id FROM before WHERE EXISTS (SELECT 1 FROM changed)
)
SELECT {include: social_account} FROM changed
