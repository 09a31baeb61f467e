-- Distinct viewers of some contents together in a range of quarter-hours, by one definition of a view.
SELECT count(*)
FROM (
    SELECT DISTINCT viewer_id FROM content_viewer_buckets
    WHERE project_id = :project AND content_id = ANY (:contents::text[]) AND traffic = ANY (:classes::smallint[])
        AND bucket >= :start::timestamptz AND bucket < :end::timestamptz AND {prefix}views > 0
) AS viewers
