-- Views of some contents, in their order, in a window of time and in the previous one, which begins at :start_before, by one
-- definition of a view.
SELECT window_views.views, window_views.previous_views
FROM unnest(:contents::text[]) WITH ORDINALITY AS asked (content_id, place)
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum({prefix}views) FILTER (WHERE bucket >= :start::timestamptz), 0)::bigint AS views,
        coalesce(sum({prefix}views) FILTER (WHERE bucket < :start), 0)::bigint AS previous_views
    FROM content_buckets
    WHERE project_id = :project AND content_id = asked.content_id
        AND bucket >= :start_before::timestamptz AND bucket < :end::timestamptz
        AND traffic = ANY (:classes::smallint[])
) AS window_views
ORDER BY asked.place
