-- Distinct viewers of one content in each of :minutes that has any, and (null) in all of them together.
SELECT minute, count(DISTINCT viewer_id) AS unique_viewers
FROM minute_viewers
WHERE project_id = :project AND minute = ANY (:minutes::timestamptz[]) AND content_id = :content
    AND traffic = ANY (:classes::smallint[]) AND {prefix}views > 0
GROUP BY GROUPING SETS ((minute), ())
