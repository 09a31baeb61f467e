-- Events of earlier runs whose class changed; not those of this run, nor those that wait for a later one. Sub-selects with
-- OFFSET 0 force an index, whatever the planner assumes about tables without statistics.
WITH concerned AS MATERIALIZED (
    SELECT project_id, viewer_id FROM reclassified_viewers
    UNION
    SELECT project_id, viewer_id FROM new_self_viewers
    UNION
    SELECT project_id, viewer_id FROM lost_self_viewers
), bots AS MATERIALIZED (
    SELECT
        project_id, viewer_id, coalesce(changed.was_bot, known.is_bot, false) AS was_bot,
        coalesce(changed.is_bot, known.is_bot, false) AS is_bot
    FROM concerned
        LEFT JOIN reclassified_viewers AS changed USING (project_id, viewer_id)
        LEFT JOIN LATERAL (
            SELECT is_bot FROM viewers
            WHERE viewers.project_id = concerned.project_id AND viewers.viewer_id = concerned.viewer_id
            LIMIT 1
        ) AS known ON true
), selves AS MATERIALIZED (
    SELECT project_id, viewer_id, content_id, new_self_viewers.viewer_id IS NULL AS was_self, true AS is_self
    FROM concerned
        CROSS JOIN LATERAL (
            SELECT content_id FROM self_viewers AS known
            WHERE known.project_id = concerned.project_id AND known.viewer_id = concerned.viewer_id
            OFFSET 0
        ) AS known
        LEFT JOIN new_self_viewers USING (project_id, viewer_id, content_id)
    UNION ALL
    SELECT project_id, viewer_id, content_id, true, false FROM lost_self_viewers
), found AS (
    SELECT event.*
    FROM concerned, LATERAL (
        SELECT
            project_id, occurred_at, type, content_id, creator_id, user_id, session_id, viewer_id, source_type,
            device_type, platform, cell, name, batch_id,
            CASE WHEN type IN ('purchase', 'refund', 'stream_gift') THEN id END AS sale_id
        FROM events
        WHERE events.project_id = concerned.project_id AND events.user_id = viewer_user(concerned.viewer_id)
            AND events.viewer_id = concerned.viewer_id
        OFFSET 0
    ) AS event
    UNION ALL
    SELECT event.*
    FROM concerned, LATERAL (
        SELECT
            project_id, occurred_at, type, content_id, creator_id, user_id, session_id, viewer_id, source_type,
            device_type, platform, cell, name, batch_id,
            CASE WHEN type IN ('purchase', 'refund', 'stream_gift') THEN id END AS sale_id
        FROM events
        WHERE events.project_id = concerned.project_id AND events.session_id = viewer_session(concerned.viewer_id)
            AND events.viewer_id = concerned.viewer_id
        OFFSET 0
    ) AS event
), classed AS (
    SELECT
        found.*, was_bot::integer + 2 * (coalesce(was_self, false) OR own_doing)::integer AS was,
        is_bot::integer + 2 * (coalesce(is_self, false) OR own_doing)::integer AS traffic
    FROM found
        CROSS JOIN LATERAL is_own_doing(user_id, creator_id, found.content_id) AS own_doing
        JOIN bots USING (project_id, viewer_id)
        LEFT JOIN selves USING (project_id, viewer_id, content_id)
    WHERE NOT EXISTS (SELECT 1 FROM claimed_batches AS taken WHERE taken.batch_id = found.batch_id)
        AND NOT EXISTS (SELECT 1 FROM ingest_batches AS pending WHERE pending.batch_id = found.batch_id)
)
INSERT INTO reclassified_events (
    sign, project_id, occurred_at, bucket, type, content_id, creator_id, session_id, viewer_id, traffic, source_type,
    device_type, platform, cell, name, sale_id)
SELECT
    sign, project_id, occurred_at, date_bin('15 minutes', occurred_at, '1970-01-01 00:00:00+00'), type, content_id,
    CASE WHEN content_id IS NULL THEN classed.creator_id ELSE owned.creator_id END,
    session_id, viewer_id, class, source_type, device_type, platform, cell, name, sale_id
FROM classed
    LEFT JOIN LATERAL (
        SELECT creator_id FROM content_owners AS known
        WHERE known.project_id = classed.project_id AND known.content_id = classed.content_id
        LIMIT 1
    ) AS owned ON true
    CROSS JOIN LATERAL (VALUES (-1, was), (1, traffic)) AS classes (sign, class)
WHERE was <> traffic
