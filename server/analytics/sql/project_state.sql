-- Up to when a project is counted, its newest revision, and since when raw events are kept (null: all are); no row before the first
-- aggregation.
SELECT nullif(as_of, '-infinity') AS as_of, revision, nullif(raw_since, '-infinity') AS raw_since
FROM rollup_state
WHERE project_id = :project
