-- The sessions that :user, and no other user, has used: by the raw events, by what is kept of older days, and by what was :known
-- before any of it was erased.
WITH found AS MATERIALIZED (
    SELECT unnest(:known::text[]) AS session_id
    UNION
    SELECT session_id FROM events WHERE project_id = :project AND user_id = :user AND session_id IS NOT NULL
    UNION
    SELECT session_id FROM sessions WHERE project_id = :project AND user_id = :user
)
SELECT session_id FROM found
WHERE NOT EXISTS (
        SELECT 1 FROM events AS other
        WHERE other.project_id = :project AND other.session_id = found.session_id AND other.user_id <> :user
    )
    AND NOT EXISTS (
        SELECT 1 FROM sessions AS other
        WHERE other.project_id = :project AND other.session_id = found.session_id AND other.user_id <> :user
    )
    AND NOT EXISTS (
        SELECT 1 FROM plays AS other
        WHERE other.project_id = :project AND other.session_id = found.session_id AND viewer_user(other.viewer_id) <> :user
    )
ORDER BY session_id
