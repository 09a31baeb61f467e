-- Plays: sums, largest values and unions, so the order of arrival does not matter; play_changes records what changed.
WITH summed AS MATERIALIZED (
    SELECT
        project_id, content_id, play_key,
        min(occurred_at) AS origin_at,
        {playcolumns: @ AS #},
        range_agg(int8range(position_ms, position_ms + 1)) FILTER (
            WHERE type NOT IN ('view_progress', 'view_start', 'seek') AND position_ms IS NOT NULL
                AND isempty(sections) IS NOT TRUE
        ) AS stops,
        range_agg(int8range(position_ms - 1000, position_ms + 1001)) FILTER (
            WHERE type = 'seek' AND position_ms IS NOT NULL
        ) AS jumps,
        range_agg(sections) FILTER (WHERE is_increment) AS delta_sections,
        range_agg(sections) FILTER (WHERE NOT is_increment) AS total_sections,
        coalesce(sum(sections_ms(sections)) FILTER (WHERE is_increment), 0) AS delta_sections_ms,
        bool_or(repeated_sections IS NOT NULL) AS has_repeats
    FROM claimed_events
    WHERE feeds_play
    GROUP BY project_id, content_id, play_key
), repeated AS MATERIALIZED (  -- counted only where sections overlap; unions alone are native and cost little
    SELECT
        project_id, content_id, play_key,
        sum_levels(event_levels(sections, repeated_sections)) FILTER (WHERE is_increment) AS delta_levels,
        max_levels(event_levels(sections, repeated_sections)) FILTER (WHERE NOT is_increment) AS total_levels
    FROM summed JOIN claimed_events USING (project_id, content_id, play_key)
    WHERE (has_repeats OR delta_sections_ms > sections_ms(delta_sections)) AND feeds_play AND sections IS NOT NULL
    GROUP BY project_id, content_id, play_key
), incoming AS MATERIALIZED (
    SELECT DISTINCT ON (project_id, content_id, play_key)
        project_id, content_id, play_key, origin_at, claimed_events.event_key AS origin_event, {attributes: claimed_events.#},
        {playcolumns: summed.#},
        beyond(coalesce(stops, '{}'), summed.position_ms) AS stops,
        beyond(coalesce(jumps, '{}'), summed.position_ms) AS jumps,
        coalesce(repeated.delta_levels, event_levels(delta_sections, NULL)) AS delta_levels,
        coalesce(repeated.total_levels, event_levels(total_sections, NULL)) AS total_levels
    FROM summed
        JOIN claimed_events USING (project_id, content_id, play_key)
        LEFT JOIN repeated USING (project_id, content_id, play_key)
    WHERE feeds_play AND claimed_events.occurred_at = origin_at
    ORDER BY project_id, content_id, play_key, claimed_events.event_key
), old AS MATERIALIZED (
    SELECT before.*
    FROM incoming, LATERAL (
        SELECT
            project_id, content_id, play_key, creator_id, session_id, viewer_id, traffic, source_type, device_type,
            platform, cell, origin_at, started_at, duration_ms, repeats, {amounts: #}
        FROM plays
        WHERE plays.project_id = incoming.project_id AND plays.content_id = incoming.content_id
            AND plays.play_key = incoming.play_key
        LIMIT 1
    ) AS before
), added AS (  -- known to be new: a plain insert costs a third less than one that looks for conflicts
    INSERT INTO plays (
        project_id, content_id, play_key, origin_at, origin_event, {attributes: #},
        {playcolumns: #}, stops, jumps, delta_levels, total_levels)
    SELECT * FROM incoming
    WHERE NOT EXISTS (
        SELECT 1 FROM old
        WHERE old.project_id = incoming.project_id AND old.content_id = incoming.content_id
            AND old.play_key = incoming.play_key
    )
    ORDER BY project_id, content_id, play_key
    RETURNING
        project_id, content_id, play_key, creator_id, session_id, viewer_id, traffic, source_type, device_type,
        platform, cell, origin_at, started_at, duration_ms, repeats, {amounts: #}
), changed AS (
    INSERT INTO plays AS t (
        project_id, content_id, play_key, origin_at, origin_event, {attributes: #},
        {playcolumns: #}, stops, jumps, delta_levels, total_levels)
    SELECT incoming.* FROM incoming JOIN old USING (project_id, content_id, play_key)
    ORDER BY project_id, content_id, play_key
    ON CONFLICT (project_id, content_id, play_key) DO UPDATE SET
        {attributes: # = CASE WHEN (excluded.origin_at, excluded.origin_event) < (t.origin_at, t.origin_event)
            THEN excluded.# ELSE t.# END},
        origin_at = least(t.origin_at, excluded.origin_at),
        origin_event = CASE WHEN (excluded.origin_at, excluded.origin_event) < (t.origin_at, t.origin_event)
            THEN excluded.origin_event ELSE t.origin_event END,
        {playmerges: # = @},
        stops = beyond(t.stops + excluded.stops, greatest(t.position_ms, excluded.position_ms)),
        jumps = beyond(t.jumps + excluded.jumps, greatest(t.position_ms, excluded.position_ms)),
        delta_levels = add_levels(t.delta_levels, excluded.delta_levels),
        total_levels = greater_levels(t.total_levels, excluded.total_levels)
    RETURNING
        project_id, content_id, play_key, creator_id, session_id, viewer_id, traffic, source_type, device_type,
        platform, cell, origin_at, started_at, duration_ms, repeats, {amounts: #}
)
INSERT INTO play_changes
SELECT
    sign, false, project_id, content_id, play_key, creator_id, session_id, viewer_id, traffic, origin_at, started_at,
    date_bin('15 minutes', started_at, '1970-01-01 00:00:00+00'), source_column(source_type), device_type, platform, cell,
    watch_bin(watch_ms), {amounts: #}, repeats,
    {definitions: @}
FROM (SELECT -1 AS sign, * FROM old UNION ALL SELECT 1, * FROM added UNION ALL SELECT 1, * FROM changed) AS differences
WHERE started_at IS NOT NULL
