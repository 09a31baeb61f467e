-- Connects an account, or connects it again; it is due at once.
WITH announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    VALUES (:project, 'social_workspace', :workspace), (:project, 'social_account', :account)
)
INSERT INTO social_accounts
    (project_id, account_id, workspace_id, network, external_id, handle, state, since, due_at, wanted_at)
VALUES (:project, :account, :workspace, :network, :external_id, :handle, 'connected', :now, :now, :now)
ON CONFLICT (project_id, account_id) DO UPDATE SET
    workspace_id = excluded.workspace_id, handle = excluded.handle, state = 'connected', reason = NULL,
    since = excluded.since, due_at = excluded.due_at, wanted_at = excluded.wanted_at
RETURNING {include: social_account}
