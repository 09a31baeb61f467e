-- The contents that were viewed in a session.
WITH new AS (
    INSERT INTO session_contents (project_id, session_id, content_id)
    SELECT DISTINCT project_id, session_id, content_id
    FROM claimed_events
    WHERE type = 'view_start' AND content_id IS NOT NULL AND session_id IS NOT NULL
    ORDER BY project_id, session_id, content_id
    ON CONFLICT DO NOTHING
    RETURNING project_id, session_id
)
INSERT INTO session_changes (project_id, session_id, contents_viewed)
SELECT project_id, session_id, count(*) FROM new GROUP BY project_id, session_id
