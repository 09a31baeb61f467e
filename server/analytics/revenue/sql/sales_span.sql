-- The first quarter-hour of the sales of {whose}, and the last from :now on (clocks may be ahead). Always one row; null: there is
-- none.
SELECT
    (
        SELECT bucket
        FROM sales
        WHERE project_id = :project AND {whose} AND traffic = ANY (:classes::smallint[])
            AND (:currency::text IS NULL OR currency = :currency)
        ORDER BY bucket
        LIMIT 1
    ) AS first_bucket,
    (
        SELECT max(bucket)
        FROM sales
        WHERE project_id = :project AND {whose} AND bucket >= :now::timestamptz AND traffic = ANY (:classes)
            AND (:currency IS NULL OR currency = :currency)
    ) AS last_bucket
