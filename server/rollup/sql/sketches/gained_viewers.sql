-- Viewers with a new view, by sketch; the platform's sketches are left out.
SELECT project_id, creator_id, bucket, traffic, definition, array_agg(viewer_id)
FROM sketch_changes, LATERAL (VALUES ('start', start), {definitions: ('#', #)}) AS definitions (definition, is_concerned)
WHERE gained AND is_concerned
GROUP BY project_id, creator_id, bucket, traffic, definition
