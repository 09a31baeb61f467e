-- Takes a workspace that is due or wanted, and that no other process aggregates, or whose process said nothing for too long: any one,
-- or :workspace of :project. Projects that move to another cell are aggregated there.
UPDATE social_workspaces
SET taken_by = :aggregation, taken_until = now() + :lease::interval
WHERE (project_id, workspace_id) IN (
    SELECT project_id, workspace_id
    FROM social_workspaces
    WHERE (
            day_due_at IS NULL OR least(day_due_at, week_due_at, month_due_at) <= coalesce(:now::timestamptz, now())
            OR wanted_at IS NOT NULL
        )
        AND (taken_until IS NULL OR taken_until < now())
        AND (:workspace::text IS NULL OR (project_id = :project::integer AND workspace_id = :workspace))
        AND project_id NOT IN (SELECT project_id FROM rollup_state WHERE accepts_since = 'infinity')
    ORDER BY day_due_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING
    project_id, workspace_id, timezone, series_days, aggregates_days, day_due_at, week_due_at, month_due_at,
    wanted_at, wanted_since, wanted_accounts, coalesce(:now::timestamptz, now()) AS now
