-- The day up to which content_days has the days of a project; no row before the first aggregation.
SELECT days_until FROM rollup_state WHERE project_id = :project
