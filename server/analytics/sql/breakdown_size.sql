-- How many plays, or views by start@1 if those are more, a content $2 has from $3 to $4 (null: all time), for the classes
-- of traffic $5.
SELECT greatest(sum(plays), sum(views), 0)::bigint
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
