-- Up to when a project is counted, and its newest revision; no row before the first aggregation.
SELECT nullif(as_of, '-infinity') AS as_of, revision FROM rollup_state WHERE project_id = :project
