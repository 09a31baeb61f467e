-- Best contents of all time without bots and self-views, by $3: quality, engagement, views or watch_time; by one definition
-- of a view.
-- $1 project, $2 definition, $3 by, $4 views at least, $5 how many
(SELECT content_id FROM content_scores
    WHERE $3::text = 'quality' AND project_id = $1 AND definition = $2 AND views >= $4::bigint
    ORDER BY quality DESC, content_id LIMIT $5)
UNION ALL
(SELECT content_id FROM content_scores
    WHERE $3 = 'engagement' AND project_id = $1 AND definition = $2 AND views >= $4
    ORDER BY engagement DESC, content_id LIMIT $5)
UNION ALL
(SELECT content_id FROM content_scores
    WHERE $3 = 'views' AND project_id = $1 AND definition = $2 AND views >= $4
    ORDER BY views DESC, content_id LIMIT $5)
UNION ALL
(SELECT content_id FROM content_scores
    WHERE $3 = 'watch_time' AND project_id = $1 AND definition = $2 AND views >= $4
    ORDER BY watch_ms DESC, content_id LIMIT $5)
