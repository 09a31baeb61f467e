-- Which of the viewers that are present (project_id, viewer_id) are bots, and which contents are their own.
bots AS (
    SELECT project_id, viewer_id
    FROM present, LATERAL (
        SELECT is_bot FROM viewers AS known
        WHERE known.project_id = present.project_id AND known.viewer_id = present.viewer_id
        LIMIT 1
    ) AS found
    WHERE is_bot
), selves AS (
    SELECT project_id, viewer_id, content_id
    FROM present, LATERAL (
        SELECT content_id FROM self_viewers AS known
        WHERE known.project_id = present.project_id AND known.viewer_id = present.viewer_id
        OFFSET 0
    ) AS found
)
