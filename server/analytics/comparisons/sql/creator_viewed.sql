-- Number of a creator's contents that people have viewed, by one definition of a view.
-- $1 project, $2 creator
SELECT count(*)
FROM contents_of($1, $2) AS owned, LATERAL (
    SELECT {prefix}views AS views FROM content_totals AS totals
    WHERE totals.project_id = $1 AND totals.content_id = owned.content_id AND traffic = 0
    LIMIT 1
) AS now
WHERE now.views > 0
