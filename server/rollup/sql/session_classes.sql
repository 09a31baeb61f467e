-- The class of the sessions of the events that moved, by all their events of earlier runs.
WITH concerned AS MATERIALIZED (
    SELECT DISTINCT project_id, session_id FROM moved WHERE session_id IS NOT NULL
), seen AS MATERIALIZED (
    SELECT DISTINCT event.project_id, event.session_id, creator_id, viewer_id, content_id
    FROM concerned, LATERAL (
        SELECT project_id, session_id, creator_id, viewer_id, content_id, batch_id
        FROM events
        WHERE events.project_id = concerned.project_id AND events.session_id = concerned.session_id
        OFFSET 0
    ) AS event
    WHERE NOT EXISTS (SELECT FROM claimed_batches AS taken WHERE taken.batch_id = event.batch_id)
        AND NOT EXISTS (SELECT FROM ingest_batches AS pending WHERE pending.batch_id = event.batch_id)
), present AS MATERIALIZED (
    SELECT DISTINCT project_id, viewer_id FROM seen WHERE viewer_id IS NOT NULL
), bots AS (
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
), classed AS MATERIALIZED (
    SELECT
        seen.project_id, session_id, creator_id,
        (bots.viewer_id IS NOT NULL)::integer + 2 * (selves.viewer_id IS NOT NULL)::integer AS traffic
    FROM seen
        LEFT JOIN bots USING (project_id, viewer_id)
        LEFT JOIN selves USING (project_id, viewer_id, content_id)
)
INSERT INTO session_classes (project_id, session_id, creator_id, traffic)
SELECT project_id, session_id, NULL, bit_or(traffic) & 1 FROM classed GROUP BY project_id, session_id
UNION ALL
SELECT project_id, session_id, creator_id, bit_or(traffic)
FROM classed
WHERE creator_id IS NOT NULL
GROUP BY project_id, session_id, creator_id
