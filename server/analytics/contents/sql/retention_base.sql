-- Duration of the content $2, and its number of plays, or of views by start@1 if there are more, from $3 to $4 (null: all
-- time), for the classes of traffic $5.
SELECT duration_of($1, $2) AS duration_ms, coalesce(greatest(sum(plays), sum(views)), 0)::bigint AS size
FROM (
    SELECT plays, views
    FROM content_totals
    WHERE $3::timestamptz IS NULL AND project_id = $1::integer AND content_id = $2::text
        AND traffic = ANY ($5::smallint[])
    UNION ALL
    SELECT plays, views
    FROM content_buckets
    WHERE $3 IS NOT NULL AND project_id = $1 AND content_id = $2 AND bucket >= $3
        AND bucket < $4::timestamptz AND traffic = ANY ($5)
) AS counted
