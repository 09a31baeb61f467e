-- Adds a workspace, or changes it; in another time zone it is due to be aggregated at once. The aggregator's next run notifies its
-- subscribers.
WITH announced AS (
    INSERT INTO social_changes (project_id, kind, id) VALUES (:project, 'social_workspace', :workspace)
), listed AS (
    INSERT INTO changed_subjects (project_id, kind, id) VALUES (:project, 'platform', '')
)
INSERT INTO social_workspaces AS t (project_id, workspace_id, name, timezone, series_days, aggregates_days, stamp)
VALUES (:project, :workspace, :name, :timezone, :series_days, :aggregates_days, gen_random_uuid())
ON CONFLICT (project_id, workspace_id) DO UPDATE SET
    name = excluded.name, timezone = excluded.timezone, series_days = excluded.series_days,
    aggregates_days = excluded.aggregates_days, stamp = excluded.stamp,
    wanted_at = CASE WHEN t.timezone = excluded.timezone THEN t.wanted_at ELSE excluded.created_at END,
    wanted_since = CASE WHEN t.timezone = excluded.timezone THEN t.wanted_since ELSE '-infinity' END,
    wanted_accounts = CASE WHEN t.timezone = excluded.timezone THEN t.wanted_accounts END
RETURNING {include: social_workspace}
