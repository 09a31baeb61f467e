-- Moves the rows by quarter-hour too: those of the moved views and plays.
WITH seen AS (
    SELECT DISTINCT project_id, content_id, viewer_id, bucket FROM reclassified_events WHERE type = 'view_start'
    UNION
    SELECT project_id, content_id, viewer_id, bucket FROM play_changes WHERE reclassified
), old AS MATERIALIZED (
    SELECT known.*, reclassified_pairs.traffic AS class
    FROM reclassified_pairs JOIN seen USING (project_id, content_id, viewer_id), LATERAL (
        SELECT * FROM content_viewer_buckets AS known
        WHERE known.project_id = reclassified_pairs.project_id AND known.content_id = reclassified_pairs.content_id
            AND known.bucket = seen.bucket AND known.viewer_id = reclassified_pairs.viewer_id
        OFFSET 0
    ) AS known
), kept AS (
    INSERT INTO content_viewer_buckets AS t (project_id, content_id, bucket, viewer_id, creator_id, traffic)
    SELECT project_id, content_id, bucket, viewer_id, creator_id, class FROM old
    ORDER BY project_id, content_id, bucket, viewer_id, creator_id
    ON CONFLICT (project_id, content_id, bucket, viewer_id, creator_id) DO UPDATE SET traffic = excluded.traffic
)
INSERT INTO sketch_changes (project_id, creator_id, bucket, traffic, viewer_id, gained, reclassified, start, {definitions: #})
SELECT project_id, creator_id, bucket, classes.traffic, viewer_id, gained, true, views > 0, {definitions: #_views > 0}
FROM old, LATERAL (VALUES (false, old.traffic), (true, class)) AS classes (gained, traffic)
