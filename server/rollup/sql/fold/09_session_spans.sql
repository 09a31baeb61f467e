-- Spans of sessions by class of traffic, on the platform (creator '') and within each creator's contents; span_changes
-- records what changed. A span reaches from its last event back to the first on the same day (UTC) or the day before, so that
-- a wrong clock does not lengthen it; the first event on the last day is kept for the time when that day is the day before.
WITH by_creator AS MATERIALIZED (
    SELECT
        project_id, creator_id, session_id, traffic, min(occurred_at) AS first_event_at, max(occurred_at) AS last_event_at
    FROM claimed_events
    WHERE session_id IS NOT NULL
    GROUP BY project_id, creator_id, session_id, traffic, date_bin('1 day', occurred_at, '1970-01-01 00:00:00+00')
), incoming AS MATERIALIZED (
    SELECT project_id, scope.creator_id, session_id, traffic, first_event_at, last_event_at
    FROM by_creator, LATERAL (VALUES (''), (by_creator.creator_id)) AS scope (creator_id)
    WHERE scope.creator_id IS NOT NULL
), scopes AS (
    SELECT DISTINCT project_id, creator_id, session_id FROM incoming
), {include: known_spans}, lasting AS (
    SELECT * FROM old
), {include: merged_spans}, kept AS (
    INSERT INTO session_spans AS t (
        project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at)
    SELECT merged.*
    FROM merged
    WHERE EXISTS (
        SELECT 1 FROM incoming
        WHERE incoming.project_id = merged.project_id AND incoming.creator_id = merged.creator_id
            AND incoming.session_id = merged.session_id AND incoming.traffic = merged.traffic
    )
    ORDER BY project_id, creator_id, session_id, traffic
    ON CONFLICT (project_id, creator_id, session_id, traffic) DO UPDATE SET
        first_event_at = excluded.first_event_at,
        day_first_at = excluded.day_first_at,
        last_event_at = excluded.last_event_at
)
INSERT INTO span_changes (
    sign, project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at)
SELECT -1, old.* FROM old UNION ALL SELECT 1, merged.* FROM merged
