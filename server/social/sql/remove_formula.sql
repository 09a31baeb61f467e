-- Removes a formula; no row without one of that name. The aggregator's next run notifies subscribers.
WITH gone AS (
    DELETE FROM social_formulas WHERE project_id = :project AND name = :name
    RETURNING name, kind, formula, title, created_at
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    SELECT :project, kind, id
    FROM (
        SELECT 'social_account' AS kind, account_id AS id FROM social_accounts WHERE project_id = :project
        UNION ALL
        SELECT 'social_workspace', workspace_id FROM social_workspaces WHERE project_id = :project
    ) AS subjects
    WHERE EXISTS (SELECT 1 FROM gone)
), shown AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    SELECT DISTINCT :project::integer, 'content', content_id FROM social_links
    WHERE project_id = :project AND EXISTS (SELECT 1 FROM gone)
), listed AS (
    INSERT INTO changed_subjects (project_id, kind, id) SELECT :project, 'platform', '' FROM gone
)
SELECT name, kind, formula, title, created_at FROM gone
