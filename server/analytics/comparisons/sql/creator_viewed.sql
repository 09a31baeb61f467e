-- Number of a creator's contents that people have viewed, by one definition of a view.
SELECT count(*)
FROM ({include: contents_of}) AS owned, LATERAL (
    SELECT {prefix}views AS views FROM content_totals AS totals
    WHERE totals.project_id = :project AND totals.content_id = owned.content_id AND traffic = 0
    LIMIT 1
) AS now
WHERE now.views > 0
