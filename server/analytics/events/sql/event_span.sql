-- The first quarter-hour in which an event was counted, and the last from :now on (clocks may be ahead). Always one row; null: there
-- is none.
SELECT
    (
        SELECT bucket
        FROM event_counts
        WHERE project_id = :project AND traffic = ANY (:classes::smallint[]) AND events > 0
        ORDER BY bucket
        LIMIT 1
    ) AS first_bucket,
    (
        SELECT max(bucket)
        FROM event_counts
        WHERE project_id = :project AND bucket >= :now::timestamptz AND traffic = ANY (:classes) AND events > 0
    ) AS last_bucket
