-- Number of contents with a quality score by a definition of a view, and the mean of these scores.
SELECT count(*) AS contents, avg(quality) AS average
FROM content_scores
WHERE project_id = :project AND definition = :definition
