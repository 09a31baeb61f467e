-- A content's quality score compared with those of all contents, by one definition of a view. Always one row.
WITH own AS (
    SELECT quality, scored_at
    FROM content_scores
    WHERE project_id = :project AND content_id = :content AND definition = :definition
)
SELECT
    (SELECT quality FROM own) AS quality,
    (SELECT scored_at FROM own) AS scored_at,
    count(*) AS contents,
    avg(quality) AS average,
    count(*) FILTER (WHERE quality > (SELECT quality FROM own)) AS above,
    count(*) FILTER (WHERE quality < (SELECT quality FROM own)) AS below
FROM content_scores
WHERE project_id = :project AND definition = :definition
