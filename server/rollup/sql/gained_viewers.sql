-- Who came to have a view, by the sketches they belong to but the platform's.
SELECT project_id, creator_id, bucket, traffic, definition, array_agg(DISTINCT viewer_id)
FROM sketch_changes
WHERE gained
GROUP BY project_id, creator_id, bucket, traffic, definition
