-- Distinct viewers of one content between the given moments ($6, ascending), numbered from 1.
-- $1 project, $2 content, $3 classes of traffic, $4 from, $5 until, $6 starts of the days
SELECT point, count(*) AS unique_viewers
FROM (
    SELECT DISTINCT width_bucket(bucket, $6::timestamptz[]) AS point, viewer_id
    FROM content_viewer_buckets
    WHERE project_id = $1 AND content_id = $2 AND bucket >= $4::timestamptz AND bucket < $5::timestamptz
        AND traffic = ANY ($3::smallint[]) AND {prefix}views > 0
) AS viewed
GROUP BY point
