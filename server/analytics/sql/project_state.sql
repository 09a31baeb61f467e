-- Up to when a project is counted, and its newest revision; no row before the first aggregation.
-- $1 project
SELECT nullif(as_of, '-infinity') AS as_of, revision FROM rollup_state WHERE project_id = $1
