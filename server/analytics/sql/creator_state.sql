-- Up to when a creator is counted, and the revision of its last change. Always one row.
-- $1 project, $2 creator
SELECT
    (SELECT nullif(as_of, '-infinity') FROM rollup_state WHERE project_id = $1) AS as_of,
    (SELECT max(revision) FROM creator_totals WHERE project_id = $1 AND creator_id = $2) AS revision
