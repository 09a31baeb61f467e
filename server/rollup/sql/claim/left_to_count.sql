-- Whether a project has something left that was there :before, for a run.
SELECT
    EXISTS (SELECT 1 FROM ingest_batches WHERE project_id = :project AND created_at < :before::timestamptz)
    OR EXISTS (SELECT 1 FROM changed_profiles WHERE project_id = :project)
    OR EXISTS (SELECT 1 FROM owner_changes WHERE project_id = :project)
