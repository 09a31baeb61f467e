-- Views by country, by quarter-hour and over all time ('-infinity').
WITH viewed AS (
    SELECT project_id, content_id, bucket, country, count(*) AS views
    FROM slice
    WHERE type = 'view_start' AND content_id IS NOT NULL AND country IS NOT NULL
    GROUP BY project_id, content_id, bucket, country
)
INSERT INTO content_countries AS t (project_id, content_id, bucket, country, views)
SELECT project_id, content_id, bucket, country, views FROM viewed
UNION ALL
SELECT project_id, content_id, '-infinity', country, sum(views) FROM viewed GROUP BY project_id, content_id, country
ORDER BY project_id, content_id, bucket, country
ON CONFLICT (project_id, content_id, bucket, country) DO UPDATE SET views = t.views + excluded.views
