-- Moves plays to the current class of their viewer and content.
WITH old AS MATERIALIZED (
    SELECT play.*, reclassified_pairs.traffic AS class
    FROM reclassified_pairs, LATERAL (
        SELECT * FROM plays
        WHERE plays.project_id = reclassified_pairs.project_id AND plays.viewer_id = reclassified_pairs.viewer_id
            AND plays.content_id = reclassified_pairs.content_id
        OFFSET 0
    ) AS play
), kept AS (
    INSERT INTO plays AS t (
        project_id, content_id, play_key, origin_at, origin_event, traffic, views, watch_delta_ms, watch_total_ms,
        delta_levels, total_levels, reported, completed, loops)
    SELECT
        project_id, content_id, play_key, origin_at, origin_event, class, views, watch_delta_ms, watch_total_ms,
        delta_levels, total_levels, reported, completed, loops
    FROM old
    ORDER BY project_id, content_id, play_key
    ON CONFLICT (project_id, content_id, play_key) DO UPDATE SET traffic = excluded.traffic
)
INSERT INTO play_changes
SELECT
    sign, true, project_id, content_id, play_key, creator_id, session_id, viewer_id, classes.traffic, origin_at, started_at,
    date_bin('15 minutes', started_at, '1970-01-01 00:00:00+00'), source_column(source_type), device_type, platform, cell,
    watch_bin(watch_ms), {amounts: #}, repeats,
    {definitions: @}
FROM old, LATERAL (VALUES (-1, old.traffic), (1, class)) AS classes (sign, traffic)
WHERE started_at IS NOT NULL
