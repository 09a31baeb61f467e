-- Distinct viewers of one content in a range, in points that begin at :starts (ascending), numbered from 1.
SELECT point, count(*) AS unique_viewers
FROM (
    SELECT DISTINCT width_bucket(bucket, :starts::timestamptz[]) AS point, viewer_id
    FROM content_viewer_buckets
    WHERE project_id = :project AND content_id = :content AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
        AND traffic = ANY (:classes::smallint[]) AND {prefix}views > 0
) AS viewed
GROUP BY point
