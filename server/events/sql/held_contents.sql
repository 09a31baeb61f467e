-- How many contents the catalogue of a project has, and which of :contents it has.
SELECT
    (SELECT count(*) FROM contents WHERE project_id = :project) AS held,
    ARRAY(SELECT content_id FROM contents WHERE project_id = :project AND content_id = ANY (:contents::text[])) AS known
