-- When the first minute from :start on begins that is kept of a project; no row before the first aggregation.
SELECT greatest(minutes_since, :start::timestamptz) FROM rollup_state WHERE project_id = :project
