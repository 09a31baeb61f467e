-- The columns of a workspace.
workspace_id, name, timezone, created_at, series_days, aggregates_days, aggregated_at
