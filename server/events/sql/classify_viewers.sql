-- Declares viewers to be bots or not (:are_bots, in the order of :viewers); null lets the events decide. The aggregator processes
-- those that changed in its next run. For DO UPDATE, and what it returns, see upsert_viewers.sql.
WITH {include: erasures_known}, declared AS (
    INSERT INTO viewer_profiles AS known (project_id, viewer_id, is_bot)
    SELECT :project, viewer_id, is_bot
    FROM unnest(:viewers::text[], :are_bots::boolean[]) AS input (viewer_id, is_bot) CROSS JOIN erasures_known
    WHERE are_all
    ORDER BY viewer_id
    ON CONFLICT (project_id, viewer_id) DO UPDATE SET
        is_bot = excluded.is_bot,
        updated_at = excluded.updated_at
    WHERE known.is_bot IS DISTINCT FROM excluded.is_bot
    RETURNING viewer_id
), noted AS (
    INSERT INTO changed_profiles AS changed (project_id, viewer_id)
    SELECT :project, viewer_id FROM declared ORDER BY viewer_id
    ON CONFLICT (project_id, viewer_id) DO UPDATE SET viewer_id = changed.viewer_id
)
SELECT are_all FROM erasures_known
