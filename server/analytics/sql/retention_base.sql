-- What a curve of the content $2 from $3 to $4 (null: all time) is measured by, for the classes of traffic $5: the duration,
-- how many plays, or views by start@1 if those are more, the views, and, if $6, the distinct viewers with a view.
SELECT
    duration_of($1, $2) AS duration_ms, coalesce(greatest(sum(plays), sum(starts)), 0)::bigint AS size,
    coalesce(sum(views), 0)::bigint AS views,
    CASE WHEN NOT $6::boolean THEN 0 WHEN $3 IS NULL THEN coalesce(sum(unique_viewers), 0) ELSE (
        SELECT count(DISTINCT viewer_id)
        FROM content_viewer_buckets
        WHERE project_id = $1 AND content_id = $2 AND bucket >= $3 AND bucket < $4
            AND traffic = ANY ($5) AND {prefix}views > 0
    ) END::bigint AS viewers
FROM (
    SELECT plays, views AS starts, {prefix}views AS views, {prefix}unique_viewers AS unique_viewers
    FROM content_totals
    WHERE $3::timestamptz IS NULL AND project_id = $1::integer AND content_id = $2::text
        AND traffic = ANY ($5::smallint[])
    UNION ALL
    SELECT plays, views, {prefix}views, 0
    FROM content_buckets
    WHERE $3 IS NOT NULL AND project_id = $1 AND content_id = $2 AND bucket >= $3
        AND bucket < $4::timestamptz AND traffic = ANY ($5)
) AS counted
