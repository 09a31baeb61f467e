-- Whose numbers count by default. Class 1: of a bot, as an admin declared, else as any of its events shows. Class 2: of the
-- creator of the content. It belongs to a viewer and a content; both at once is 3.
CREATE TABLE viewers AS
WITH hurried AS (  -- nobody has more than 120 views in a minute
    SELECT DISTINCT viewer_id FROM events WHERE type = 'VIEW_START'
    GROUP BY viewer_id, time_bucket(INTERVAL 1 MINUTE, occurred_at) HAVING count(*) > 120
)
SELECT
    viewer_id,
    coalesce(any_value(classified.bot), bool_or(is_crawler) OR viewer_id IN (FROM hurried)) AS is_bot,
    coalesce(
        any_value(declared.ageGroup), arg_max(events.age_group, (occurred_at, id)) FILTER (WHERE age_group IS NOT NULL)
    ) AS age_group,
    coalesce(
        any_value(declared.gender), arg_max(events.gender, (occurred_at, id)) FILTER (WHERE events.gender IS NOT NULL)
    ) AS gender
FROM events LEFT JOIN classified USING (viewer_id) LEFT JOIN declared USING (viewer_id)
GROUP BY viewer_id;

CREATE TABLE pairs AS
SELECT content_id, viewer_id, is_bot::INTEGER + 2 * coalesce(bool_or(user_id = creator_id), false)::INTEGER AS traffic
FROM events JOIN viewers USING (viewer_id)
WHERE content_id IS NOT NULL
GROUP BY content_id, viewer_id, is_bot;

-- Events with their class; what names no content has the class of its viewer alone.
CREATE TABLE classed AS
SELECT events.*, coalesce(pairs.traffic, viewers.is_bot::INTEGER) AS traffic
FROM events JOIN viewers USING (viewer_id)
LEFT JOIN pairs ON pairs.content_id = events.content_id AND pairs.viewer_id = events.viewer_id;
