-- Raises the revision of every project with an event in the run, a viewer whose profile changed, or a content whose owner
-- changed.
WITH changed AS MATERIALIZED (
    SELECT project_id FROM claimed_events UNION SELECT project_id FROM claimed_profiles UNION SELECT project_id FROM transfers
), next AS (
    INSERT INTO rollup_state AS t (project_id, revision)
    SELECT project_id, 1 FROM changed ORDER BY project_id
    ON CONFLICT (project_id) DO UPDATE SET revision = t.revision + 1
    RETURNING project_id, revision
)
INSERT INTO run_revisions SELECT project_id, revision FROM next
