-- Stores sketches that were merged by the application; a bucket of null stands for all time.
INSERT INTO viewer_sketches (project_id, creator_id, bucket, traffic, is_merged, start, {definitions: #})
SELECT project_id, creator_id, coalesce(bucket, '-infinity'), traffic, bucket IS NULL, start, {definitions: #}
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[],
    :start::bytea[], {definitions: :#::bytea[]})
    AS merged (project_id, creator_id, bucket, traffic, start, {definitions: #})
ORDER BY 1, 2, 3, 4
ON CONFLICT (project_id, creator_id, bucket, traffic) DO UPDATE SET
    is_merged = excluded.is_merged, start = excluded.start, {definitions: # = excluded.#}
