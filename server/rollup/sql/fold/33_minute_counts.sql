-- Counters by minute, where it is kept: of each content; of creators, for what names no content; and of the platform.
WITH counted AS (
    SELECT
        project_id, minute, coalesce(content_id, '') AS content_id,
        CASE WHEN content_id IS NULL THEN coalesce(creator_id, '') ELSE '' END AS creator_id,
        coalesce(creator_id, '') AS owner_id, traffic, {metrics: #}
    FROM deltas
    WHERE minute IS NOT NULL
)
INSERT INTO minute_counts AS t (project_id, minute, content_id, creator_id, traffic, owner_id, {metrics: #})
SELECT
    project_id, minute, coalesce(content_id, ''), coalesce(creator_id, ''), traffic,
    CASE WHEN grouping(content_id) = 0 THEN max(owner_id) ELSE '' END, {metrics: coalesce(sum(#), 0)}
FROM counted
GROUP BY GROUPING SETS ((project_id, minute, content_id, creator_id, traffic), (project_id, minute, traffic))
HAVING grouping(content_id) = 1 OR content_id <> '' OR creator_id <> ''
ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (project_id, minute, content_id, creator_id, traffic) DO UPDATE SET
    owner_id = excluded.owner_id,
    {metrics: # = t.# + excluded.#}
