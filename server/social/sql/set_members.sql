-- Makes some users the members of a workspace, and nobody else. Subscriptions to it and to its accounts are asked again who may
-- have them.
WITH gone AS (
    DELETE FROM social_members
    WHERE project_id = :project AND workspace_id = :workspace AND user_id <> ALL (:users::text[])
), named AS (
    INSERT INTO social_members (project_id, workspace_id, user_id)
    SELECT DISTINCT :project, :workspace, user_id FROM unnest(:users::text[]) AS named (user_id)
    ON CONFLICT DO NOTHING
)
INSERT INTO changed_subjects (project_id, kind, id)
SELECT :project, 'social_workspace', :workspace
UNION ALL SELECT :project, 'platform', ''
UNION ALL SELECT :project, 'social_account', account_id
FROM social_accounts
WHERE project_id = :project AND workspace_id = :workspace
