-- Views of the contents $2, in that order, in a window of time and in the previous one, by one definition of a view.
-- $1 project, $2 contents, $3 from of the window before, $4 from, $5 until, $6 classes of traffic
SELECT window_views.views, window_views.previous_views
FROM unnest($2::text[]) WITH ORDINALITY AS asked (content_id, place)
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum({prefix}views) FILTER (WHERE bucket >= $4::timestamptz), 0)::bigint AS views,
        coalesce(sum({prefix}views) FILTER (WHERE bucket < $4), 0)::bigint AS previous_views
    FROM content_buckets
    WHERE project_id = $1 AND content_id = asked.content_id
        AND bucket >= $3::timestamptz AND bucket < $5::timestamptz
        AND traffic = ANY ($6::smallint[])
) AS window_views
ORDER BY asked.place
