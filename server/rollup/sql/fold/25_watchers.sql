-- Viewers who are watching now: the latest event of each viewer of a content decides, ties by key. Viewers whose session has
-- ended since are not watching. Events that the last run would have forgotten already are ignored; after a long pause these
-- are all but the last hour. An event counts from its arrival if its clock was ahead; one that is more than half a minute
-- ahead is ignored.
WITH latest AS MATERIALIZED (
    SELECT DISTINCT ON (claimed_events.project_id, content_id, viewer_id)
        claimed_events.project_id, content_id, viewer_id, creator_id, session_id, traffic, seen_at, occurred_at AS event_at,
        event_key AS seen_event, type IN ('view_start', 'view_progress', 'resume', 'seek') AS is_watching
    FROM claimed_events JOIN rollup_state USING (project_id)
    WHERE content_id IS NOT NULL AND viewer_id IS NOT NULL
        AND type IN ('view_start', 'view_progress', 'resume', 'seek', 'pause', 'view_complete', 'swipe_away', 'skip')
        AND occurred_at > greatest(as_of, now() - interval '1 hour') - interval '10 minutes'
        AND occurred_at <= seen_at + interval '30 seconds'
    ORDER BY claimed_events.project_id, content_id, viewer_id, occurred_at DESC, event_key DESC
), seen AS (
    INSERT INTO watchers AS t (
        project_id, content_id, viewer_id, creator_id, session_id, traffic, seen_at, event_at, seen_event, is_watching)
    SELECT
        project_id, content_id, viewer_id, creator_id, session_id, traffic, seen_at, event_at, seen_event,
        is_watching AND NOT coalesce((
            SELECT closed_at >= event_at FROM sessions
            WHERE sessions.project_id = latest.project_id AND sessions.session_id = latest.session_id
                AND sessions.first_event_at <= event_at
            ORDER BY sessions.first_event_at DESC
            LIMIT 1
        ), false)
    FROM latest
    ORDER BY project_id, content_id, viewer_id
    ON CONFLICT (project_id, content_id, viewer_id) DO UPDATE SET
        creator_id = excluded.creator_id,
        session_id = excluded.session_id,
        traffic = excluded.traffic,
        seen_at = excluded.seen_at,
        event_at = excluded.event_at,
        seen_event = excluded.seen_event,
        is_watching = excluded.is_watching
    WHERE (t.event_at, t.seen_event) < (excluded.event_at, excluded.seen_event)
    RETURNING project_id, content_id, viewer_id
), ended AS (
    SELECT project_id, session_id, max(occurred_at) AS ended_at
    FROM claimed_events
    WHERE type = 'session_end' AND session_id IS NOT NULL
    GROUP BY project_id, session_id
), left_behind AS (
    SELECT project_id, content_id, viewer_id
    FROM ended, LATERAL (
        SELECT content_id, viewer_id FROM watchers AS known
        WHERE known.project_id = ended.project_id AND known.session_id = ended.session_id
            AND is_watching AND event_at <= ended_at
        OFFSET 0
    ) AS found
    EXCEPT SELECT * FROM seen
), parted AS (
    UPDATE watchers AS t SET is_watching = false
    FROM left_behind
    WHERE t.project_id = left_behind.project_id AND t.content_id = left_behind.content_id
        AND t.viewer_id = left_behind.viewer_id
    RETURNING t.project_id, t.content_id, t.creator_id
)
INSERT INTO pending_changes (project_id, kind, id)
SELECT DISTINCT project_id, kind, id
FROM parted, LATERAL (VALUES ('content', content_id), ('creator', creator_id)) AS subject (kind, id)
WHERE id IS NOT NULL
