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
    SELECT project_id, 'social_account', account_id FROM social_accounts WHERE project_id = :project AND EXISTS (SELECT 1 FROM stored)
), listed AS (
    INSERT INTO changed_subjects (project_id, kind, id) SELECT :project, 'platform', '' FROM stored
)
SELECT name, kind, formula, title, created_at FROM stored
