-- Notes that a workspace was aggregated, and when it is next. The aggregator's next run notifies subscribers.
WITH announced AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    SELECT :project, kind, id FROM unnest(:kinds::text[], :ids::text[]) AS aggregated (kind, id)
)
UPDATE social_workspaces
SET day_due_at = :day_due, week_due_at = :week_due, month_due_at = :month_due, aggregated_at = :now
WHERE project_id = :project AND workspace_id = :workspace
