-- Removes the curve of a content if it no longer has plays of people or a known duration.
WITH gone AS (
    DELETE FROM retention_curves
    WHERE project_id = :project AND content_id = :content AND (
        duration_of(:project::integer, :content::text) IS NULL
        OR NOT EXISTS (
            SELECT 1 FROM content_totals WHERE project_id = :project AND content_id = :content AND traffic = 0 AND plays > 0
        )
    )
    RETURNING project_id
)
INSERT INTO changed_subjects (project_id, kind, id) SELECT project_id, 'rankings', '' FROM gone
