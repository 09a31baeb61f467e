-- Adds a workspace, or changes it; in another time zone it is due to be aggregated at once. The aggregator's next run notifies its
-- subscribers.
WITH announced AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    VALUES (:project, 'social_workspace', :workspace), (:project, 'platform', '')
)
INSERT INTO social_workspaces AS t (project_id, workspace_id, name, timezone, series_days, aggregates_days)
VALUES (:project, :workspace, :name, :timezone, :series_days, :aggregates_days)
ON CONFLICT (project_id, workspace_id) DO UPDATE SET
    name = excluded.name, timezone = excluded.timezone, series_days = excluded.series_days,
    aggregates_days = excluded.aggregates_days,
    day_due_at = CASE WHEN t.timezone = excluded.timezone THEN t.day_due_at END
RETURNING {include: social_workspace}
