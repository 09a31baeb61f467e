-- Makes a workspace due at once, with some of its accounts, or all, written again from a day on, besides what is still wanted.
UPDATE social_workspaces
SET wanted_at = now(),
    wanted_since = CASE WHEN wanted_at IS NULL THEN :since::date ELSE least(wanted_since, :since::date) END,
    wanted_accounts = CASE
        WHEN wanted_at IS NULL THEN :accounts::text[]
        WHEN wanted_accounts IS NOT NULL AND :accounts::text[] IS NOT NULL
            THEN ARRAY(SELECT DISTINCT account_id FROM unnest(wanted_accounts || :accounts::text[]) AS wanted (account_id))
    END
WHERE project_id = :project AND workspace_id = :workspace
RETURNING {include: social_workspace}
