-- What a viewer viewed, the latest viewed first.
WITH viewed AS (
    SELECT content_id, min(occurred_at) AS first_at, max(occurred_at) AS last_at
    FROM events WHERE type = 'VIEW_START' AND viewer_id = $viewer_id GROUP BY content_id
), played AS (
    SELECT content_id, count(*) AS plays, sum(watch_ms)::BIGINT AS watch_ms,
        count(*) FILTER (WHERE reach = 'full') AS completions
    FROM plays WHERE viewer_id = $viewer_id GROUP BY content_id
), counted AS (
    SELECT content_id, count(*) AS views FROM views
    WHERE viewer_id = $viewer_id AND definition = $definition GROUP BY content_id
)
SELECT
    viewed.*, coalesce(plays, 0) AS plays, coalesce(watch_ms, 0) AS watch_ms, coalesce(completions, 0) AS completions,
    coalesce(views, 0) AS views
FROM viewed LEFT JOIN played USING (content_id) LEFT JOIN counted USING (content_id)
ORDER BY last_at DESC, content_id
