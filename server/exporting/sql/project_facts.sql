-- What an export of a project is of: the revision that its events are counted in, and since when raw events are kept.
SELECT now() AS "exportedAt", revision, nullif(as_of, '-infinity') AS "asOf", nullif(raw_since, '-infinity') AS "eventsSince"
FROM rollup_state
WHERE project_id = :project
