-- Creators that the claimed_events shows as viewers of their own content; new_self_viewers lists those for which this is new.
WITH new AS (
    INSERT INTO self_viewers (project_id, viewer_id, content_id)
    SELECT DISTINCT project_id, viewer_id, content_id
    FROM claimed_events
    WHERE user_id = creator_id AND viewer_id IS NOT NULL AND content_id IS NOT NULL
    ORDER BY project_id, viewer_id, content_id
    ON CONFLICT DO NOTHING
    RETURNING project_id, viewer_id, content_id
)
INSERT INTO new_self_viewers (project_id, viewer_id, content_id) SELECT project_id, viewer_id, content_id FROM new
