-- Viewers with a new view, by sketch and definition; the platform's sketches are left out.
SELECT
    project_id, creator_id, bucket, traffic,
    array_agg(viewer_id) FILTER (WHERE start) AS start,
    {definitions: array_agg(viewer_id) FILTER (WHERE #) AS #}
FROM sketch_changes
WHERE gained
GROUP BY project_id, creator_id, bucket, traffic
