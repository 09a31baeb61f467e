-- Notes that a workspace was aggregated, and when it is next; what a person wanted meanwhile stays wanted. Nothing if another process
-- has taken it. The aggregator's next run notifies subscribers.
WITH aggregated AS (
    UPDATE social_workspaces
    SET taken_by = NULL, taken_until = NULL, aggregated_at = :now,
        day_due_at = :day_due, week_due_at = :week_due, month_due_at = :month_due,
        wanted_at = CASE WHEN wanted_at IS DISTINCT FROM :wanted_at::timestamptz THEN wanted_at END
    WHERE project_id = :project AND workspace_id = :workspace AND taken_by = :aggregation
    RETURNING workspace_id
), announced AS (
    INSERT INTO social_changes (project_id, kind, id)
    SELECT :project, kind, id FROM unnest(:kinds::text[], :ids::text[]) AS subjects (kind, id)
    WHERE EXISTS (SELECT 1 FROM aggregated)
)
SELECT workspace_id FROM aggregated
