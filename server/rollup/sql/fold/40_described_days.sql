-- The days of contents whose daily summaries are out of date because the age or gender of a viewer changed: those that were
-- summarized before. Each run sets up a scan of every partition of raw events for it, which costs more than most statements.
WITH summarized AS MATERIALIZED (  -- as sub-selects with OFFSET 0, so that each viewer is looked up by an index
    SELECT profile_changes.project_id, profile_changes.viewer_id, day.content_id, day.day
    FROM profile_changes, LATERAL (
        SELECT content_id
        FROM content_viewers
        WHERE content_viewers.project_id = profile_changes.project_id AND content_viewers.viewer_id = profile_changes.viewer_id
        OFFSET 0
    ) AS content, LATERAL (
        SELECT content_id, day
        FROM summarized_days
        WHERE summarized_days.project_id = profile_changes.project_id AND summarized_days.content_id = content.content_id
        OFFSET 0
    ) AS day
), described_again AS MATERIALIZED (
    SELECT project_id, viewer_id, min(day)::timestamp AT TIME ZONE 'UTC' AS since,
        (max(day) + 1)::timestamp AT TIME ZONE 'UTC' AS until
    FROM summarized
    GROUP BY project_id, viewer_id
), seen AS (
    SELECT viewer.project_id, found.content_id, viewer.viewer_id, found.at
    FROM described_again AS viewer, LATERAL (
        SELECT content_id, started_at AS at
        FROM plays
        WHERE plays.project_id = viewer.project_id AND plays.viewer_id = viewer.viewer_id
        UNION ALL
        SELECT content_id, occurred_at
        FROM events
        WHERE events.project_id = viewer.project_id AND user_id = viewer_user(viewer.viewer_id)
            AND events.viewer_id = viewer.viewer_id
            AND slot > since - interval '5 minutes' AND slot < until
            AND occurred_at >= since AND occurred_at < until
        UNION ALL
        SELECT content_id, occurred_at
        FROM events
        WHERE events.project_id = viewer.project_id AND session_id = viewer_session(viewer.viewer_id)
            AND events.viewer_id = viewer.viewer_id
            AND slot > since - interval '5 minutes' AND slot < until
            AND occurred_at >= since AND occurred_at < until
    ) AS found
), days AS MATERIALIZED (
    SELECT DISTINCT project_id, content_id, day
    FROM summarized JOIN seen USING (project_id, content_id, viewer_id)
    WHERE day = (at AT TIME ZONE 'UTC')::date
)
INSERT INTO stale_days (project_id, content_id, day)
SELECT project_id, content_id, day FROM days ORDER BY project_id, content_id, day
ON CONFLICT (project_id, content_id, day) DO UPDATE SET touched_at = excluded.touched_at
