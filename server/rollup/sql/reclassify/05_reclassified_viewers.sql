-- Moves viewers to the current class of the viewer and the content.
WITH old AS MATERIALIZED (
    SELECT known.*, reclassified_pairs.traffic AS class
    FROM reclassified_pairs, LATERAL (
        SELECT
            project_id, content_id, viewer_id, traffic, views, rewatch_views, {definitions: #_views},
            liked, liked_at, liked_creator, saved, saved_at, saved_creator
        FROM content_viewers AS known
        WHERE known.project_id = reclassified_pairs.project_id AND known.content_id = reclassified_pairs.content_id
            AND known.viewer_id = reclassified_pairs.viewer_id
        LIMIT 1
    ) AS known
), kept AS (
    INSERT INTO content_viewers AS t (project_id, content_id, viewer_id, traffic)
    SELECT project_id, content_id, viewer_id, class FROM old
    ORDER BY project_id, content_id, viewer_id
    ON CONFLICT (project_id, content_id, viewer_id) DO UPDATE SET traffic = excluded.traffic
)
INSERT INTO viewer_changes
SELECT
    sign, project_id, content_id, viewer_id, classes.traffic, views, rewatch_views, {definitions: #_views},
    liked, liked_at, liked_creator, saved, saved_at, saved_creator
FROM old, LATERAL (VALUES (-1, old.traffic), (1, class)) AS classes (sign, traffic)
