-- Number of a creator's contents with a quality score by a definition of a view, and the mean of these scores.
-- $1 project, $2 creator, $3 definition
SELECT count(*) AS contents, avg(quality) AS average
FROM contents_of($1, $2) AS owned
JOIN content_scores AS scores
    ON scores.project_id = $1 AND scores.content_id = owned.content_id AND scores.definition = $3
WHERE $2 <> ''
