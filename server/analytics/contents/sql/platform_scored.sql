-- Number of contents with a quality score by a definition of a view, and the mean of these scores.
-- $1 project, $2 definition
SELECT count(*) AS contents, avg(quality) AS average
FROM content_scores
WHERE project_id = $1 AND definition = $2
