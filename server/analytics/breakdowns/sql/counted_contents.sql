-- The contents of which anything was counted in a range (null: all time).
SELECT DISTINCT content_id
FROM content_totals
WHERE project_id = :project AND (
    :start::timestamptz IS NULL OR EXISTS (
        SELECT 1
        FROM content_buckets
        WHERE content_buckets.project_id = :project AND content_buckets.content_id = content_totals.content_id
            AND bucket >= :start AND bucket < :end::timestamptz
    )
)
