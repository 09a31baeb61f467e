-- Plays that are no view by peertube@2 because the viewer has one of the same content that began less than an hour earlier.
-- This depends on the start of every play of the viewer that was watched long enough, so where one of these was added,
-- removed or moved, all later ones are decided again; earlier ones stay.
WITH pairs AS MATERIALIZED (
    SELECT project_id, content_id, viewer_id, min(started_at) AS since
    FROM (
        SELECT project_id, content_id, viewer_id, started_at
        FROM play_changes
        WHERE is_peertube AND viewer_id IS NOT NULL AND NOT reclassified
        GROUP BY project_id, content_id, viewer_id, play_key, started_at
        HAVING sum(sign) <> 0
    ) AS changed
    GROUP BY project_id, content_id, viewer_id
), played AS MATERIALIZED (  -- once for each viewer; never among the plays of a content with many viewers
    SELECT play.*
    FROM (
        SELECT project_id, viewer_id, min(since) AS since FROM pairs GROUP BY project_id, viewer_id
    ) AS viewers, LATERAL (
        SELECT project_id, viewer_id, content_id, play_key, started_at, repeats
        FROM plays
        WHERE plays.project_id = viewers.project_id AND plays.viewer_id = viewers.viewer_id
            AND started_at >= since - interval '1 hour' AND is_peertube_view(watch_ms, duration_ms)
        OFFSET 0
    ) AS play
), several AS MATERIALIZED (  -- a play alone repeats nothing
    SELECT project_id, content_id, viewer_id
    FROM played
    GROUP BY project_id, content_id, viewer_id
    HAVING count(*) > 1 OR bool_or(repeats)
), due AS MATERIALIZED (
    SELECT project_id, content_id, play_key, play.repeats
    FROM (
        SELECT
            project_id, content_id, viewer_id,
            max(started_at) FILTER (WHERE started_at < since AND NOT repeats) AS view_at,
            array_agg(play_key ORDER BY started_at, play_key) FILTER (WHERE started_at >= since) AS play_keys,
            array_agg(started_at ORDER BY started_at, play_key) FILTER (WHERE started_at >= since) AS moments,
            array_agg(repeats ORDER BY started_at, play_key) FILTER (WHERE started_at >= since) AS were
        FROM pairs
            JOIN several USING (project_id, content_id, viewer_id)
            JOIN played USING (project_id, content_id, viewer_id)
        WHERE started_at >= since - interval '1 hour'
        GROUP BY project_id, content_id, viewer_id
    ) AS known, unnest(play_keys, within_an_hour(view_at, moments), were) AS play (play_key, repeats, was)
    WHERE play.repeats <> was
    UNION ALL
    SELECT project_id, content_id, play_key, false
    FROM play_changes
    WHERE sign = 1 AND repeats AND (viewer_id IS NULL OR NOT is_peertube) AND NOT reclassified
), differing AS MATERIALIZED (
    SELECT play.*, due.repeats AS is_now
    FROM due, LATERAL (
        SELECT
            project_id, content_id, play_key, origin_at, origin_event, creator_id, session_id, viewer_id, traffic,
            source_type, device_type, platform, cell, started_at, views, watch_delta_ms, watch_total_ms,
            duration_ms, delta_levels, total_levels, reported, completed, {amounts: #}
        FROM plays
        WHERE plays.project_id = due.project_id AND plays.content_id = due.content_id AND plays.play_key = due.play_key
        OFFSET 0
    ) AS play
), kept AS (
    INSERT INTO plays AS t (
        project_id, content_id, play_key, origin_at, origin_event, traffic, views, watch_delta_ms, watch_total_ms,
        delta_levels, total_levels, reported, completed, loops, repeats)
    SELECT
        project_id, content_id, play_key, origin_at, origin_event, traffic, views, watch_delta_ms, watch_total_ms,
        delta_levels, total_levels, reported, completed, loops, is_now
    FROM differing
    ORDER BY project_id, content_id, play_key
    ON CONFLICT (project_id, content_id, play_key) DO UPDATE SET repeats = excluded.repeats
)
INSERT INTO play_changes
SELECT
    sign, false, project_id, content_id, play_key, creator_id, session_id, viewer_id, traffic, origin_at, started_at,
    date_bin('15 minutes', started_at, '1970-01-01 00:00:00+00'), source_column(source_type), device_type, platform, cell,
    watch_bin(watch_ms), {amounts: #}, repeats,
    {definitions: @}
FROM differing, LATERAL (VALUES (-1, NOT is_now), (1, is_now)) AS state (sign, repeats)
WHERE started_at IS NOT NULL
