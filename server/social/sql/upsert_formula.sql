-- Adds a formula, or replaces the one of its name, unless the project would have more than :most: then no row. The aggregator's next
-- run notifies subscribers.
WITH others AS MATERIALIZED (
    SELECT count(*) AS formulas FROM social_formulas WHERE project_id = :project AND name <> :name
), stored AS (
    INSERT INTO social_formulas (project_id, name, kind, formula, title, created_at)
    SELECT :project, :name, :kind, :formula, :title, :now FROM others WHERE formulas < :most
    ON CONFLICT (project_id, name) DO UPDATE SET
        kind = excluded.kind, formula = excluded.formula, title = excluded.title
    RETURNING name, kind, formula, title, created_at
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    SELECT :project, kind, id
    FROM (
        SELECT 'social_account' AS kind, account_id AS id FROM social_accounts WHERE project_id = :project
        UNION ALL
        SELECT 'social_workspace', workspace_id FROM social_workspaces WHERE project_id = :project
    ) AS subjects
    WHERE EXISTS (SELECT 1 FROM stored)
), shown AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    SELECT DISTINCT :project::integer, 'content', content_id FROM social_links
    WHERE project_id = :project AND EXISTS (SELECT 1 FROM stored)
), listed AS (
    INSERT INTO changed_subjects (project_id, kind, id) SELECT :project, 'platform', '' FROM stored
)
SELECT name, kind, formula, title, created_at FROM stored
