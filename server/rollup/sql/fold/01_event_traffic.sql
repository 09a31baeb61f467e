-- The class of each event in the claimed events: 1 for a bot's, 2 for a creator's on its own content or on itself; nearly all have
-- neither.
WITH present AS MATERIALIZED (
    SELECT DISTINCT project_id, viewer_id FROM claimed_events WHERE viewer_id IS NOT NULL
), {include: known_classes}, classed AS (
    SELECT
        claimed_events.ctid AS place, bots.viewer_id IS NOT NULL AS is_bot,
        selves.viewer_id IS NOT NULL OR is_own_doing(user_id, creator_id, claimed_events.content_id) AS is_self
    FROM claimed_events
        LEFT JOIN bots USING (project_id, viewer_id)
        LEFT JOIN selves USING (project_id, viewer_id, content_id)
    WHERE bots.viewer_id IS NOT NULL OR selves.viewer_id IS NOT NULL
        OR is_own_doing(user_id, creator_id, claimed_events.content_id)
)
UPDATE claimed_events SET traffic = is_bot::integer + 2 * is_self::integer FROM classed WHERE claimed_events.ctid = place
