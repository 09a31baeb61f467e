-- Plays: sums, largest values and unions, so the order of arrival does not matter; play_changes tells what moved.
WITH incoming AS MATERIALIZED (
    SELECT
        project_id, content_id, play_key,
        min(occurred_at) AS origin_at,
        (max(id::text) FILTER (WHERE play_order = 1))::uuid AS origin_event,
        max(viewer_id) FILTER (WHERE play_order = 1) AS viewer_id,
        max(session_id) FILTER (WHERE play_order = 1) AS session_id,
        max(creator_id) FILTER (WHERE play_order = 1) AS creator_id,
        max(source_type) FILTER (WHERE play_order = 1) AS source_type,
        max(device_type) FILTER (WHERE play_order = 1) AS device_type,
        max(platform) FILTER (WHERE play_order = 1) AS platform,
        max(country) FILTER (WHERE play_order = 1) AS country,
        min(occurred_at) FILTER (WHERE type NOT IN ('skip', 'swipe_away')) AS started_at,
        count(*) FILTER (WHERE type = 'view_start') AS views,
        coalesce(sum(watch_ms), 0)::bigint AS watch_delta_ms,
        coalesce(max(total_watch_ms), 0) AS watch_total_ms,
        coalesce(max(position_ms), 0) AS position_ms,
        max(duration_ms) AS duration_ms,
        coalesce(range_agg(sections) FILTER (WHERE sections IS NOT NULL), '{}') AS sections,
        coalesce(max(completion), 0) AS reported,
        bool_or(type = 'view_complete') AS completed,
        coalesce(max(loop_count), 0) AS loops
    FROM slice
    WHERE play_order IS NOT NULL
    GROUP BY project_id, content_id, play_key
), old AS MATERIALIZED (
    SELECT before.*
    FROM incoming, LATERAL (
        SELECT * FROM plays
        WHERE plays.project_id = incoming.project_id AND plays.content_id = incoming.content_id
            AND plays.play_key = incoming.play_key
        LIMIT 1
    ) AS before
), new AS (
    INSERT INTO plays AS t (
        project_id, content_id, play_key, origin_at, origin_event, viewer_id, session_id, creator_id, source_type,
        device_type, platform, country, started_at, views, watch_delta_ms, watch_total_ms, position_ms, duration_ms,
        sections, reported, completed, loops)
    SELECT * FROM incoming ORDER BY project_id, content_id, play_key
    ON CONFLICT (project_id, content_id, play_key) DO UPDATE SET
        (origin_at, origin_event, viewer_id, session_id, creator_id, source_type, device_type, platform, country) = (
            SELECT excluded.origin_at, excluded.origin_event, excluded.viewer_id, excluded.session_id,
                excluded.creator_id, excluded.source_type, excluded.device_type, excluded.platform, excluded.country
            WHERE (excluded.origin_at, excluded.origin_event) < (t.origin_at, t.origin_event)
            UNION ALL
            SELECT t.origin_at, t.origin_event, t.viewer_id, t.session_id,
                t.creator_id, t.source_type, t.device_type, t.platform, t.country
            WHERE (excluded.origin_at, excluded.origin_event) >= (t.origin_at, t.origin_event)),
        started_at = least(t.started_at, excluded.started_at),
        views = t.views + excluded.views,
        watch_delta_ms = t.watch_delta_ms + excluded.watch_delta_ms,
        watch_total_ms = greatest(t.watch_total_ms, excluded.watch_total_ms),
        position_ms = greatest(t.position_ms, excluded.position_ms),
        duration_ms = greatest(t.duration_ms, excluded.duration_ms),
        sections = t.sections + excluded.sections,
        reported = greatest(t.reported, excluded.reported),
        completed = t.completed OR excluded.completed,
        loops = greatest(t.loops, excluded.loops)
    RETURNING t.*
)
INSERT INTO play_changes
SELECT
    sign, project_id, content_id, creator_id, session_id,
    date_bin('15 minutes', started_at, '1970-01-01 00:00:00+00'), watch_ms, watch_bin(watch_ms), completion, loops
FROM (SELECT -1 AS sign, * FROM old UNION ALL SELECT 1, * FROM new) AS changed
WHERE started_at IS NOT NULL
