-- Distinct viewers of some contents together, over all time, by one definition of a view.
SELECT count(*)
FROM (
    SELECT DISTINCT viewer_id FROM content_viewers
    WHERE project_id = :project AND content_id = ANY (:contents::text[]) AND traffic = ANY (:classes::smallint[])
        AND {prefix}views > 0
) AS viewers
