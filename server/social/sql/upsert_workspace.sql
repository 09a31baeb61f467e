-- Adds a workspace, or changes it. The aggregator's next run notifies its subscribers.
WITH announced AS (
    INSERT INTO social_changes (project_id, kind, id) VALUES (:project, 'social_workspace', :workspace)
), listed AS (
    INSERT INTO changed_subjects (project_id, kind, id) VALUES (:project, 'platform', '')
)
INSERT INTO social_workspaces (project_id, workspace_id, name, timezone)
VALUES (:project, :workspace, :name, :timezone)
ON CONFLICT (project_id, workspace_id) DO UPDATE SET name = excluded.name, timezone = excluded.timezone
RETURNING workspace_id, name, timezone, created_at
