-- The owners of the contents that the run touched, by the catalogue and by claims as they are now: a creator's lists show a
-- content already while its figures wait for the next run to move them.
INSERT INTO pending_changes (project_id, kind, id)
SELECT DISTINCT touched_subjects.project_id, 'creator', owned.creator_id
FROM touched_subjects
    LEFT JOIN LATERAL (
        SELECT creator_id FROM contents
        WHERE contents.project_id = touched_subjects.project_id AND contents.content_id = touched_subjects.id
        LIMIT 1
    ) AS catalogue ON true
    LEFT JOIN LATERAL (
        SELECT owner_id FROM content_states AS known
        WHERE known.project_id = touched_subjects.project_id AND known.content_id = touched_subjects.id
        LIMIT 1
    ) AS state ON true
    CROSS JOIN LATERAL (SELECT coalesce(catalogue.creator_id, nullif(state.owner_id, '')) AS creator_id) AS owned
WHERE touched_subjects.kind = 'content' AND owned.creator_id IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM touched_subjects AS told
        WHERE told.kind = 'creator' AND told.project_id = touched_subjects.project_id AND told.id = owned.creator_id
    )
