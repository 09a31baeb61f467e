-- What a guest made of some contents, as long as the deciding events are kept. A guest is known by its session, and a
-- session may be called as a user is: so the event must be one of this session, and of no user.
-- $1 project, $2 session, $3 contents
SELECT
    content_id,
    CASE WHEN liking.known THEN liked END AS liked,
    CASE WHEN liking.known THEN liked_at END AS liked_at,
    CASE WHEN saving.known THEN saved END AS saved,
    CASE WHEN saving.known THEN saved_at END AS saved_at
FROM content_viewers AS state
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM events
        WHERE project_id = $1 AND id = state.liked_event AND subject = state.content_id AND session_id = $2
            AND user_id IS NULL
    ) AS known
) AS liking
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM events
        WHERE project_id = $1 AND id = state.saved_event AND subject = state.content_id AND session_id = $2
            AND user_id IS NULL
    ) AS known
) AS saving
WHERE state.project_id = $1 AND state.viewer_id = $2 AND state.content_id = ANY ($3::text[])
