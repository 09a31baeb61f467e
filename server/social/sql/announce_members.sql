-- Announces that others see a workspace now: subscriptions to it and to its accounts are asked again who may have them.
WITH listed AS (
    INSERT INTO changed_subjects (project_id, kind, id) VALUES (:project, 'platform', '')
)
INSERT INTO social_changes (project_id, kind, id)
SELECT :project, kind, id
FROM (
    SELECT 'social_workspace' AS kind, :workspace::text AS id
    UNION ALL
    SELECT 'social_account', account_id FROM unnest(:accounts::text[]) AS owned (account_id)
) AS subjects
