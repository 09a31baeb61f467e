-- Removes the curve of the content $2 if it no longer has plays of people or a known duration.
WITH gone AS (
    DELETE FROM retention_curves
    WHERE project_id = $1 AND content_id = $2 AND (
        duration_of($1::integer, $2::text) IS NULL
        OR NOT EXISTS (
            SELECT FROM content_totals WHERE project_id = $1 AND content_id = $2 AND traffic = 0 AND plays > 0
        )
    )
    RETURNING project_id
)
INSERT INTO changed_subjects (project_id, kind, id) SELECT project_id, 'rankings', '' FROM gone
