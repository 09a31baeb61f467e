-- Number of plays of a content, or of views by start@1 if there are more, in a range (null: all time); and whether raw events
-- of a day in this range have expired, so that only daily summaries are left.
SELECT
    greatest(sum(plays), sum(views), 0)::bigint AS size,
    EXISTS (
        SELECT 1 FROM summarized_days JOIN rollup_state USING (project_id)
        WHERE project_id = :project AND content_id = :content AND day::timestamp AT TIME ZONE 'UTC' < raw_since
            AND (:start IS NULL OR (day + 1)::timestamp AT TIME ZONE 'UTC' > :start)
            AND (:end IS NULL OR day::timestamp AT TIME ZONE 'UTC' < :end)
    ) AS has_expired
FROM (
    SELECT plays, views
    FROM content_totals
    WHERE :start::timestamptz IS NULL AND project_id = :project AND content_id = :content
        AND traffic = ANY (:classes::smallint[])
    UNION ALL
    SELECT plays, views
    FROM content_buckets
    WHERE :start IS NOT NULL AND project_id = :project AND content_id = :content
        AND bucket >= :start AND bucket < :end::timestamptz AND traffic = ANY (:classes)
) AS counted
