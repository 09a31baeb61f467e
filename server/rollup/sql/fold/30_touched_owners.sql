-- The owners of the contents that the run changed: lists and rankings of a creator contain its contents, and who watches
-- them, even if events name another creator.
INSERT INTO noticed (project_id, kind, id)
SELECT DISTINCT touched.project_id, 'creator', owned.creator_id
FROM touched
    LEFT JOIN LATERAL (
        SELECT creator_id FROM contents
        WHERE contents.project_id = touched.project_id AND contents.content_id = touched.id
        LIMIT 1
    ) AS catalogue ON true
    LEFT JOIN LATERAL (
        SELECT owner_id FROM content_states AS known
        WHERE known.project_id = touched.project_id AND known.content_id = touched.id
        LIMIT 1
    ) AS state ON true
    CROSS JOIN LATERAL (SELECT coalesce(catalogue.creator_id, nullif(state.owner_id, '')) AS creator_id) AS owned
WHERE touched.kind = 'content' AND owned.creator_id IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM touched AS told
        WHERE told.kind = 'creator' AND told.project_id = touched.project_id AND told.id = owned.creator_id
    )
