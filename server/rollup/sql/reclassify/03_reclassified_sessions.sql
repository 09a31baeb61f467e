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
), parts AS MATERIALIZED (
    SELECT
        event.project_id, event.session_id, event.creator_id, viewer_id, content_id,
        is_own_doing(user_id, event.creator_id, content_id) AS own_doing,
        date_bin('15 minutes', occurred_at, '1970-01-01 00:00:00+00') AS bucket, min(occurred_at) AS first_event_at,
        max(occurred_at) AS last_event_at
    FROM concerned, LATERAL (
        SELECT project_id, session_id, creator_id, user_id, viewer_id, content_id, occurred_at, batch_id
        FROM events
        WHERE events.project_id = concerned.project_id AND events.session_id = concerned.session_id
        OFFSET 0
    ) AS event
    WHERE NOT EXISTS (SELECT 1 FROM claimed_batches AS taken WHERE taken.batch_id = event.batch_id)
        AND NOT EXISTS (SELECT 1 FROM ingest_batches AS pending WHERE pending.batch_id = event.batch_id)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
), seen AS MATERIALIZED (
    SELECT
        parts.project_id, parts.session_id, began_at, ended_at,
        CASE WHEN content_id IS NULL THEN parts.creator_id ELSE owned.creator_id END AS creator_id, viewer_id, content_id,
        own_doing, parts.first_event_at, parts.last_event_at
    FROM parts
        CROSS JOIN LATERAL (
            SELECT known.first_event_at AS began_at, known.last_event_at AS ended_at
            FROM sessions AS known
            WHERE known.project_id = parts.project_id AND known.session_id = parts.session_id
                AND known.first_event_at <= parts.first_event_at
            ORDER BY known.first_event_at DESC
            LIMIT 1
        ) AS session
        LEFT JOIN LATERAL (
            SELECT creator_id FROM content_owners AS known
            WHERE known.project_id = parts.project_id AND known.content_id = parts.content_id
            LIMIT 1
        ) AS owned ON true
), present AS MATERIALIZED (
    SELECT DISTINCT project_id, viewer_id FROM seen WHERE viewer_id IS NOT NULL
), {include: known_classes}, incoming AS MATERIALIZED (
    SELECT
        seen.project_id, session_id, began_at, ended_at, scope.creator_id,
        ((bots.viewer_id IS NOT NULL)::integer + 2 * (selves.viewer_id IS NOT NULL OR own_doing)::integer)::smallint
            AS traffic,
        first_event_at, last_event_at
    FROM seen
        LEFT JOIN bots USING (project_id, viewer_id)
        LEFT JOIN selves USING (project_id, viewer_id, content_id)
        CROSS JOIN LATERAL (VALUES (''), (seen.creator_id)) AS scope (creator_id)
    WHERE scope.creator_id IS NOT NULL
), scopes AS (
    SELECT project_id, session_id, began_at, ended_at, creator_id FROM incoming
    UNION
    SELECT project_id, session_id, began_at, ended_at, was
    FROM transferred JOIN seen USING (project_id, session_id)
    WHERE was IS NOT NULL
), old AS MATERIALIZED (
    SELECT span.*, began_at
    FROM scopes, LATERAL (
        SELECT known.ctid AS place, project_id, session_id, creator_id, traffic, first_event_at, last_event_at
        FROM session_spans AS known
        WHERE known.project_id = scopes.project_id AND known.session_id = scopes.session_id
            AND known.creator_id = scopes.creator_id
            AND known.first_event_at >= began_at AND known.first_event_at <= ended_at
        OFFSET 0
    ) AS span
), merged AS MATERIALIZED (
    SELECT
        project_id, session_id, began_at, creator_id, traffic, min(first_event_at) AS first_event_at,
        max(last_event_at) AS last_event_at
    FROM (
        SELECT project_id, session_id, began_at, creator_id, traffic, first_event_at, last_event_at FROM incoming
        UNION ALL
        SELECT project_id, session_id, began_at, creator_id, traffic, first_event_at, last_event_at
        FROM old JOIN rollup_state USING (project_id)
        WHERE first_event_at < raw_since
    ) AS parts
    GROUP BY project_id, session_id, began_at, creator_id, traffic
), gone AS (  -- by its place: a join would read all spans
    DELETE FROM session_spans
    WHERE ctid = ANY (ARRAY(
        SELECT place
        FROM old
        WHERE NOT EXISTS (
            SELECT 1 FROM merged
            WHERE merged.project_id = old.project_id AND merged.session_id = old.session_id
                AND merged.creator_id = old.creator_id AND merged.traffic = old.traffic
                AND merged.first_event_at = old.first_event_at
        )
    ))
), kept AS (
    INSERT INTO session_spans AS t (project_id, session_id, creator_id, first_event_at, traffic, last_event_at)
    SELECT project_id, session_id, creator_id, first_event_at, traffic, last_event_at
    FROM merged
    ORDER BY project_id, session_id, creator_id, first_event_at, traffic
    ON CONFLICT (project_id, session_id, creator_id, first_event_at, traffic) DO UPDATE SET
        last_event_at = excluded.last_event_at
)
INSERT INTO span_changes (
    reclassified, sign, project_id, session_id, began_at, creator_id, traffic, first_event_at, last_event_at)
SELECT true, -1, project_id, session_id, began_at, creator_id, traffic, first_event_at, last_event_at FROM old
UNION ALL
SELECT true, 1, * FROM merged
