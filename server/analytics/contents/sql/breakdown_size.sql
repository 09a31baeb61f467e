-- Number of plays, or of views by start@1 if there are more, of a content $2 from $3 to $4 (null: all time), for the classes
-- of traffic $5; and whether raw events of a day in this range have expired, so that only daily summaries are left.
SELECT
    greatest(sum(plays), sum(views), 0)::bigint AS size,
    EXISTS (
        SELECT FROM summarized_days JOIN rollup_state USING (project_id)
        WHERE project_id = $1 AND content_id = $2 AND day::timestamp AT TIME ZONE 'UTC' < raw_since
            AND ($3 IS NULL OR (day + 1)::timestamp AT TIME ZONE 'UTC' > $3)
            AND ($4 IS NULL OR day::timestamp AT TIME ZONE 'UTC' < $4)
    ) AS has_expired
FROM (
    SELECT plays, views
    FROM content_totals
    WHERE $3::timestamptz IS NULL AND project_id = $1 AND content_id = $2 AND traffic = ANY ($5::smallint[])
    UNION ALL
    SELECT plays, views
    FROM content_buckets
    WHERE $3 IS NOT NULL AND project_id = $1 AND content_id = $2 AND bucket >= $3 AND bucket < $4::timestamptz
        AND traffic = ANY ($5)
) AS counted
