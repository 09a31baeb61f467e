-- Declares viewers to be bots or not; null lets the events decide. Returns the viewers that changed, which the aggregator
-- processes in its next run.
-- Parameters: project, viewers, declarations in the order of viewers. For DO UPDATE see upsert_viewers.sql.
WITH declared AS (
    INSERT INTO viewer_profiles AS known (project_id, viewer_id, is_bot)
    SELECT $1, viewer_id, is_bot
    FROM unnest($2::text[], $3::boolean[]) AS input (viewer_id, is_bot)
    ORDER BY viewer_id
    ON CONFLICT (project_id, viewer_id) DO UPDATE SET
        is_bot = excluded.is_bot,
        updated_at = excluded.updated_at
    WHERE known.is_bot IS DISTINCT FROM excluded.is_bot
    RETURNING viewer_id
)
INSERT INTO changed_profiles AS changed (project_id, viewer_id)
SELECT $1, viewer_id FROM declared ORDER BY viewer_id
ON CONFLICT (project_id, viewer_id) DO UPDATE SET viewer_id = changed.viewer_id
RETURNING viewer_id
