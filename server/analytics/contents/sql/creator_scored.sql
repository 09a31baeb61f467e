-- Number of a creator's contents with a quality score by a definition of a view, and the mean of these scores.
SELECT count(*) AS contents, avg(quality) AS average
FROM ({include: contents_of}) AS owned
JOIN content_scores AS scores
    ON scores.project_id = :project AND scores.content_id = owned.content_id AND scores.definition = :definition
WHERE :creator <> ''
