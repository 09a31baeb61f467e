-- Stores sketches that were merged outside; a bucket of null stands for all time.
INSERT INTO viewer_sketches (project_id, creator_id, bucket, viewers, sketch)
SELECT project_id, creator_id, coalesce(bucket, '-infinity'), viewers, sketch
FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bytea[])
    AS merged (project_id, creator_id, bucket, viewers, sketch)
ORDER BY 1, 2, 3
ON CONFLICT (project_id, creator_id, bucket) DO UPDATE SET viewers = excluded.viewers, sketch = excluded.sketch
