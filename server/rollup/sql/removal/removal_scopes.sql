-- The sketches that the chosen events may be part of: class and creator, for each quarter-hour.
SELECT DISTINCT known.project_id, known.creator_id, known.bucket, known.traffic
FROM (
    SELECT DISTINCT project_id, content_id, viewer_id, date_bin('15 minutes', occurred_at, '1970-01-01 00:00:00+00') AS bucket
    FROM removal_chosen
) AS chosen
    JOIN content_viewer_buckets AS known USING (project_id, content_id, bucket, viewer_id)
