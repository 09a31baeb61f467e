-- The first quarter-hour in which anything was counted of a content, and the last from :now on (clocks may be ahead). Always
-- one row; null: there is none.
SELECT
    (
        SELECT bucket
        FROM content_buckets
        WHERE project_id = :project AND content_id = :content AND traffic = ANY (:classes::smallint[])
            AND true IN ({metrics: @ <> 0})
        ORDER BY bucket
        LIMIT 1
    ) AS first_bucket,
    (
        SELECT max(bucket)
        FROM content_buckets
        WHERE project_id = :project AND content_id = :content AND bucket >= :now::timestamptz AND traffic = ANY (:classes)
            AND true IN ({metrics: @ <> 0})
    ) AS last_bucket
