-- Distinct viewers of a creator's contents in each of :minutes that has any, and (null) in all of them together.
WITH counted AS (
    SELECT DISTINCT minute, content_id
    FROM minute_counts
    WHERE project_id = :project AND minute = ANY (:minutes::timestamptz[]) AND owner_id = :creator AND content_id <> ''
)
SELECT minute, count(DISTINCT viewer_id) AS unique_viewers
FROM counted, LATERAL (
    SELECT viewer_id
    FROM minute_viewers AS known
    WHERE known.project_id = :project AND known.minute = counted.minute AND known.content_id = counted.content_id
        AND traffic = ANY (:classes::smallint[]) AND {prefix}views > 0
    OFFSET 0
) AS seen
GROUP BY GROUPING SETS ((minute), ())
