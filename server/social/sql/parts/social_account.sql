-- The columns of an account.
project_id, workspace_id, account_id, network, external_id, handle, state, reason, since, collected_at
