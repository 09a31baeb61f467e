-- Spans of the sessions with reclassified events and of those in transferred contents, by the classes and owners of all their
-- events of earlier runs. What began before the raw events stays as it was: they do not tell its beginning.
WITH transferred AS MATERIALIZED (
    SELECT DISTINCT event.project_id, was, event.session_id
    FROM transfers, LATERAL (
        SELECT project_id, session_id FROM events
        WHERE events.project_id = transfers.project_id AND events.content_id = transfers.content_id
        OFFSET 0
    ) AS event
    WHERE event.session_id IS NOT NULL
), concerned AS MATERIALIZED (
    SELECT project_id, session_id FROM reclassified_events WHERE session_id IS NOT NULL
    UNION
    SELECT project_id, session_id FROM transferred
), seen AS MATERIALIZED (
    SELECT
        event.project_id, event.session_id,
        CASE WHEN content_id IS NULL THEN event.creator_id ELSE owned.creator_id END AS creator_id, viewer_id, content_id,
        is_own_doing(user_id, event.creator_id, content_id) AS own_doing, min(occurred_at) AS first_event_at,
        max(occurred_at) AS last_event_at
    FROM concerned, LATERAL (
        SELECT project_id, session_id, creator_id, user_id, viewer_id, content_id, occurred_at, batch_id
        FROM events
        WHERE events.project_id = concerned.project_id AND events.session_id = concerned.session_id
        OFFSET 0
    ) AS event
        LEFT JOIN LATERAL (
            SELECT creator_id FROM content_owners AS known
            WHERE known.project_id = event.project_id AND known.content_id = event.content_id
            LIMIT 1
        ) AS owned ON true
    WHERE NOT EXISTS (SELECT 1 FROM claimed_batches AS taken WHERE taken.batch_id = event.batch_id)
        AND NOT EXISTS (SELECT 1 FROM ingest_batches AS pending WHERE pending.batch_id = event.batch_id)
    GROUP BY 1, 2, 3, 4, 5, 6, date_bin('1 day', occurred_at, '1970-01-01 00:00:00+00')
), present AS MATERIALIZED (
    SELECT DISTINCT project_id, viewer_id FROM seen WHERE viewer_id IS NOT NULL
), {include: known_classes}, incoming AS (
    SELECT
        seen.project_id, scope.creator_id, session_id,
        ((bots.viewer_id IS NOT NULL)::integer + 2 * (selves.viewer_id IS NOT NULL OR own_doing)::integer)::smallint
            AS traffic,
        first_event_at, last_event_at
    FROM seen
        LEFT JOIN bots USING (project_id, viewer_id)
        LEFT JOIN selves USING (project_id, viewer_id, content_id)
        CROSS JOIN LATERAL (VALUES (''), (seen.creator_id)) AS scope (creator_id)
    WHERE scope.creator_id IS NOT NULL
), scopes AS (
    SELECT project_id, creator_id, session_id FROM incoming
    UNION
    SELECT project_id, was, session_id FROM transferred WHERE was IS NOT NULL
), {include: known_spans}, lasting AS (
    SELECT old.*
    FROM old JOIN rollup_state USING (project_id)
    WHERE first_event_at < raw_since
), {include: merged_spans}, gone AS (
    DELETE FROM session_spans AS t USING old
    WHERE t.project_id = old.project_id AND t.creator_id = old.creator_id AND t.session_id = old.session_id
        AND t.traffic = old.traffic
        AND NOT EXISTS (
            SELECT 1 FROM merged
            WHERE merged.project_id = old.project_id AND merged.creator_id = old.creator_id
                AND merged.session_id = old.session_id AND merged.traffic = old.traffic
        )
), kept AS (
    INSERT INTO session_spans AS t (
        project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at)
    SELECT * FROM merged
    ORDER BY project_id, creator_id, session_id, traffic
    ON CONFLICT (project_id, creator_id, session_id, traffic) DO UPDATE SET
        first_event_at = excluded.first_event_at,
        day_first_at = excluded.day_first_at,
        last_event_at = excluded.last_event_at
)
INSERT INTO span_changes (
    reclassified, sign, project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at)
SELECT true, -1, old.* FROM old UNION ALL SELECT true, 1, merged.* FROM merged
