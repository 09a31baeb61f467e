-- What answers about :workspace and all its accounts, or about :account, show: as long as this stays, so do they. With the zone of
-- the workspace's clock.
WITH owner AS (
    SELECT workspace_id FROM social_workspaces WHERE project_id = :project AND workspace_id = :workspace::text
    UNION ALL
    SELECT workspace_id FROM social_accounts WHERE project_id = :project AND account_id = :account::text
)
SELECT
    w.timezone,
    concat_ws(' ', w.stamp, (
        SELECT jsonb_agg(jsonb_build_array(a.account_id, a.stamp) ORDER BY a.account_id)
        FROM social_accounts AS a
        WHERE a.project_id = :project AND a.workspace_id = w.workspace_id
            AND (:account::text IS NULL OR a.account_id = :account::text)
    ), (
        SELECT jsonb_agg(jsonb_build_array(f.name, f.kind, f.formula, f.title) ORDER BY f.name)
        FROM social_formulas AS f
        WHERE f.project_id = :project
    )) AS stamp
FROM owner JOIN social_workspaces AS w ON w.project_id = :project AND w.workspace_id = owner.workspace_id
