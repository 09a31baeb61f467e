-- The first quarter-hour in which anything was counted of the platform, and the last from :now on (clocks may be ahead). Always
-- one row; null: there is none.
SELECT
    (
        SELECT bucket
        FROM platform_buckets
        WHERE project_id = :project AND traffic = ANY (:classes::smallint[])
            AND true IN (sessions <> 0, {metrics: @ <> 0})
        ORDER BY bucket
        LIMIT 1
    ) AS first_bucket,
    (
        SELECT max(bucket)
        FROM platform_buckets
        WHERE project_id = :project AND bucket >= :now::timestamptz AND traffic = ANY (:classes)
            AND true IN (sessions <> 0, {metrics: @ <> 0})
    ) AS last_bucket
