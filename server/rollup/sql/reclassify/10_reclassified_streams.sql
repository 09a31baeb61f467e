-- Moves the attendances of viewers to the current class of the viewer and the content. Their messages and gifts move with their
-- events.
WITH old AS MATERIALIZED (
    SELECT known.*, reclassified_pairs.traffic AS class
    FROM reclassified_pairs, LATERAL (
        SELECT project_id, content_id, viewer_id, signed_at, event_key, is_present, traffic FROM stream_signs AS known
        WHERE known.project_id = reclassified_pairs.project_id AND known.content_id = reclassified_pairs.content_id
            AND known.viewer_id = reclassified_pairs.viewer_id
        OFFSET 0
    ) AS known
), sequences AS (
    SELECT
        sign, project_id, content_id, viewer_id, signed_at, event_key, is_present, classes.traffic,
        false AS signs_before, false AS signs_after
    FROM old, LATERAL (VALUES (-1, old.traffic), (1, class)) AS classes (sign, traffic)
), {include: stream_steps}, kept AS (
    INSERT INTO stream_signs AS t (project_id, content_id, viewer_id, signed_at, event_key, is_present, traffic)
    SELECT project_id, content_id, viewer_id, signed_at, event_key, is_present, class FROM old
    ORDER BY project_id, content_id, viewer_id, signed_at, event_key
    ON CONFLICT (project_id, content_id, viewer_id, signed_at, event_key) DO UPDATE SET traffic = excluded.traffic
)
INSERT INTO stream_seconds AS t (project_id, content_id, second, traffic, joins, leaves, viewers)
SELECT project_id, content_id, second, traffic, joins, leaves, viewers FROM steps
ORDER BY project_id, content_id, second, traffic
ON CONFLICT (project_id, content_id, second, traffic) DO UPDATE SET
    joins = t.joins + excluded.joins,
    leaves = t.leaves + excluded.leaves,
    viewers = t.viewers + excluded.viewers
