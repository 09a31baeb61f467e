-- Views of each viewer; viewer_changes tells which are new viewers and how the rewatches moved.
WITH incoming AS MATERIALIZED (
    SELECT
        project_id, content_id, viewer_id, min(occurred_at) AS first_view_at, count(*) AS views,
        count(*) FILTER (WHERE is_rewatch) AS rewatch_views
    FROM slice
    WHERE type = 'view_start' AND content_id IS NOT NULL AND viewer_id IS NOT NULL
    GROUP BY project_id, content_id, viewer_id
), old AS MATERIALIZED (
    SELECT before.*
    FROM incoming, LATERAL (
        SELECT project_id, content_id, views, rewatch_views FROM content_viewers AS known
        WHERE known.project_id = incoming.project_id AND known.content_id = incoming.content_id
            AND known.viewer_id = incoming.viewer_id
        LIMIT 1
    ) AS before
), new AS (
    INSERT INTO content_viewers AS t (project_id, content_id, viewer_id, first_view_at, views, rewatch_views)
    SELECT * FROM incoming ORDER BY project_id, content_id, viewer_id
    ON CONFLICT (project_id, content_id, viewer_id) DO UPDATE SET
        first_view_at = least(t.first_view_at, excluded.first_view_at),
        views = t.views + excluded.views,
        rewatch_views = t.rewatch_views + excluded.rewatch_views
    RETURNING project_id, content_id, views, rewatch_views
)
INSERT INTO viewer_changes
SELECT
    project_id, content_id,
    sum(sign) FILTER (WHERE views > 0),
    sum(sign * greatest(views - 1, rewatch_views)) FILTER (WHERE views > 0)
FROM (SELECT -1 AS sign, * FROM old UNION ALL SELECT 1, * FROM new) AS changed
GROUP BY project_id, content_id
