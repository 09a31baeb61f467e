-- A workspace that is due, which no other process aggregates: any one, or :workspace of :project. Projects that move to another
-- cell are aggregated there.
SELECT project_id, workspace_id, timezone, series_days, aggregates_days, day_due_at, week_due_at, month_due_at
FROM social_workspaces
WHERE (day_due_at IS NULL OR day_due_at <= :now OR week_due_at <= :now OR month_due_at <= :now)
    AND (:workspace::text IS NULL OR (project_id = :project::integer AND workspace_id = :workspace))
    AND project_id NOT IN (SELECT project_id FROM rollup_state WHERE accepts_since = 'infinity')
ORDER BY day_due_at
LIMIT 1
FOR UPDATE SKIP LOCKED
