-- One more revision for every project with an event in the run.
WITH next AS (
    INSERT INTO rollup_state AS t (project_id, revision)
    SELECT DISTINCT project_id, 1 FROM slice ORDER BY project_id
    ON CONFLICT (project_id) DO UPDATE SET revision = t.revision + 1
    RETURNING project_id, revision
)
INSERT INTO run_revisions SELECT project_id, revision FROM next
