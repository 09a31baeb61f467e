-- The sketches that may contain a viewer without a view, and whether that of all time may, too: not if the viewer gained a
-- view in another quarter-hour of the same run.
WITH changes AS MATERIALIZED (
    SELECT project_id, creator_id, bucket, traffic, definition, viewer_id, gained, reclassified
    FROM sketch_changes, LATERAL (VALUES ('start', start), {definitions: ('#', #)}) AS definitions (definition, is_concerned)
    WHERE is_concerned AND EXISTS (SELECT 1 FROM sketch_changes AS lost WHERE NOT lost.gained)
)
SELECT lost.project_id, lost.creator_id, lost.bucket, lost.traffic, bool_or(gained.viewer_id IS NULL)
FROM changes AS lost
    LEFT JOIN (
        SELECT DISTINCT project_id, creator_id, traffic, definition, viewer_id FROM changes WHERE gained AND NOT reclassified
    ) AS gained USING (project_id, creator_id, traffic, definition, viewer_id)
WHERE NOT lost.gained
GROUP BY 1, 2, 3, 4
