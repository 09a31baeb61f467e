-- Stores sketches that were merged by the application; a bucket of null stands for all time.
INSERT INTO viewer_sketches (project_id, creator_id, bucket, traffic, definition, viewers, sketch)
SELECT project_id, creator_id, coalesce(bucket, '-infinity'), traffic, definition, viewers, sketch
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[], :definitions::text[],
    :estimates::bigint[], :sketches::bytea[])
    AS merged (project_id, creator_id, bucket, traffic, definition, viewers, sketch)
ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (project_id, creator_id, bucket, traffic, definition) DO UPDATE SET
    viewers = excluded.viewers, sketch = excluded.sketch
