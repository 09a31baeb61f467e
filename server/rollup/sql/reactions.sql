-- Who likes and who keeps a content saved: decided by the latest event, ties by id. Each counts in its quarter-hour.
WITH latest AS (
    SELECT DISTINCT ON (project_id, content_id, viewer_id, type IN ('like', 'unlike'))
        project_id, content_id, viewer_id, type, occurred_at, id, creator_id
    FROM slice
    WHERE type IN ('like', 'unlike', 'save', 'unsave') AND content_id IS NOT NULL AND viewer_id IS NOT NULL
    ORDER BY project_id, content_id, viewer_id, type IN ('like', 'unlike'), occurred_at DESC, id DESC
), incoming AS MATERIALIZED (
    SELECT
        project_id, content_id, viewer_id,
        bool_or(type = 'like') FILTER (WHERE type IN ('like', 'unlike')) AS liked,
        max(occurred_at) FILTER (WHERE type IN ('like', 'unlike')) AS liked_at,
        (max(id::text) FILTER (WHERE type IN ('like', 'unlike')))::uuid AS liked_event,
        max(creator_id) FILTER (WHERE type IN ('like', 'unlike')) AS liked_creator,
        bool_or(type = 'save') FILTER (WHERE type IN ('save', 'unsave')) AS saved,
        max(occurred_at) FILTER (WHERE type IN ('save', 'unsave')) AS saved_at,
        (max(id::text) FILTER (WHERE type IN ('save', 'unsave')))::uuid AS saved_event,
        max(creator_id) FILTER (WHERE type IN ('save', 'unsave')) AS saved_creator
    FROM latest
    GROUP BY project_id, content_id, viewer_id
), old AS MATERIALIZED (
    SELECT before.*
    FROM incoming, LATERAL (
        SELECT project_id, content_id, liked, liked_at, liked_creator, saved, saved_at, saved_creator
        FROM content_viewers AS known
        WHERE known.project_id = incoming.project_id AND known.content_id = incoming.content_id
            AND known.viewer_id = incoming.viewer_id
        LIMIT 1
    ) AS before
), new AS (
    INSERT INTO content_viewers AS t (
        project_id, content_id, viewer_id,
        liked, liked_at, liked_event, liked_creator, saved, saved_at, saved_event, saved_creator)
    SELECT * FROM incoming ORDER BY project_id, content_id, viewer_id
    ON CONFLICT (project_id, content_id, viewer_id) DO UPDATE SET
        (liked, liked_at, liked_event, liked_creator) = (
            SELECT liked, liked_at, liked_event, liked_creator
            FROM (VALUES (t.liked, t.liked_at, t.liked_event, t.liked_creator),
                (excluded.liked, excluded.liked_at, excluded.liked_event, excluded.liked_creator)
            ) AS likes (liked, liked_at, liked_event, liked_creator)
            ORDER BY liked_at DESC NULLS LAST, liked_event DESC LIMIT 1),
        (saved, saved_at, saved_event, saved_creator) = (
            SELECT saved, saved_at, saved_event, saved_creator
            FROM (VALUES (t.saved, t.saved_at, t.saved_event, t.saved_creator),
                (excluded.saved, excluded.saved_at, excluded.saved_event, excluded.saved_creator)
            ) AS saves (saved, saved_at, saved_event, saved_creator)
            ORDER BY saved_at DESC NULLS LAST, saved_event DESC LIMIT 1)
    RETURNING project_id, content_id, liked, liked_at, liked_creator, saved, saved_at, saved_creator
), changed AS (
    SELECT -1 AS sign, * FROM old UNION ALL SELECT 1, * FROM new
)
INSERT INTO deltas (project_id, content_id, creator_id, bucket, likes, saves)
SELECT project_id, content_id, creator_id, date_bin('15 minutes', at, '1970-01-01 00:00:00+00'), sum(likes), sum(saves)
FROM (
    SELECT project_id, content_id, liked_creator AS creator_id, liked_at AS at, sign AS likes, 0 AS saves
    FROM changed WHERE liked
    UNION ALL
    SELECT project_id, content_id, saved_creator, saved_at, 0, sign FROM changed WHERE saved
) AS moved
GROUP BY 1, 2, 3, 4
