-- How many contents a creator has: those the catalogue gives it, and those only its events name.
-- $1 project, $2 creator
SELECT count(*)
FROM (
    SELECT content_id FROM contents WHERE project_id = $1 AND creator_id = $2
    UNION
    SELECT totals.content_id
    FROM content_totals AS totals
    LEFT JOIN contents USING (project_id, content_id)
    WHERE totals.project_id = $1 AND totals.owner_id = $2 AND coalesce(contents.creator_id, $2) = $2
) AS owned
