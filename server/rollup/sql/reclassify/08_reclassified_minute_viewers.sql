-- Moves the rows by minute too: those of the moved views and plays.
WITH seen AS (
    SELECT project_id, content_id, viewer_id, kept_minute(occurred_at, minutes_since) AS minute
    FROM reclassified_events JOIN rollup_state USING (project_id)
    WHERE type = 'view_start' AND occurred_at >= minutes_since
    UNION
    SELECT project_id, content_id, viewer_id, kept_minute(started_at, minutes_since)
    FROM play_changes JOIN rollup_state USING (project_id)
    WHERE reclassified AND started_at >= minutes_since
), old AS MATERIALIZED (
    SELECT known.*, reclassified_pairs.traffic AS class
    FROM reclassified_pairs JOIN seen USING (project_id, content_id, viewer_id), LATERAL (
        SELECT project_id, minute, content_id, viewer_id
        FROM minute_viewers AS known
        WHERE known.project_id = reclassified_pairs.project_id AND known.minute = seen.minute
            AND known.content_id = reclassified_pairs.content_id AND known.viewer_id = reclassified_pairs.viewer_id
        LIMIT 1
    ) AS known
)
INSERT INTO minute_viewers AS t (project_id, minute, content_id, viewer_id, traffic)
SELECT project_id, minute, content_id, viewer_id, class FROM old
ORDER BY project_id, minute, content_id, viewer_id
ON CONFLICT (project_id, minute, content_id, viewer_id) DO UPDATE SET traffic = excluded.traffic
