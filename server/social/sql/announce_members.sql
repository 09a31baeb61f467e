-- Announces that others see a workspace now: subscriptions to it and to its accounts are asked again who may have them.
WITH subjects (kind, id) AS (
    VALUES ('social_workspace', :workspace), ('platform', '')
    UNION ALL SELECT 'social_account', account_id FROM unnest(:accounts::text[]) AS owned (account_id)
)
INSERT INTO changed_subjects (project_id, kind, id)
SELECT :project, kind, id FROM subjects
