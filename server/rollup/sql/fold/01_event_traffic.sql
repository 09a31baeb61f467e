-- The class of each event in the claimed events: 1 for a bot's, 2 for a creator's on its own content or on itself; nearly all have
-- neither.
WITH present AS MATERIALIZED (
    SELECT DISTINCT project_id, viewer_id FROM claimed_events WHERE viewer_id IS NOT NULL
), {include: known_classes}
UPDATE claimed_events SET
    traffic = CASE WHEN (project_id, viewer_id) IN (SELECT project_id, viewer_id FROM bots) THEN 1 ELSE 0 END
        + CASE
            WHEN (project_id, viewer_id, content_id) IN (SELECT project_id, viewer_id, content_id FROM selves)
                OR is_own_doing(user_id, creator_id, content_id) THEN 2
            ELSE 0
        END
WHERE (project_id, viewer_id) IN (SELECT project_id, viewer_id FROM bots)
    OR (project_id, viewer_id, content_id) IN (SELECT project_id, viewer_id, content_id FROM selves)
    OR is_own_doing(user_id, creator_id, content_id)
