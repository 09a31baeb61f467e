-- Retention of the days in days_to_summarize, in total and by value of each dimension.
WITH days AS MATERIALIZED (
    SELECT project_id, content_id, day, coalesce(duration_of(project_id, content_id), 0) AS duration_ms
    FROM days_to_summarize
    WHERE pays
), viewed AS MATERIALIZED (
    SELECT days.*, play.*
    FROM days, LATERAL (
        SELECT
            traffic, viewer_id, coalesce(device_type, '') AS device, coalesce(platform, '') AS platform,
            coalesce(source_type, '') AS source, coalesce(country, '') AS country,
            play_levels(
                delta_levels, total_levels, played_until(position_ms, stops, jumps), completed, has_jumped) AS levels,
            views, view_bits(views, watch_ms, completion, plays.duration_ms, repeats) AS definitions
        FROM plays
        WHERE plays.project_id = days.project_id AND plays.content_id = days.content_id
            AND started_at >= day::timestamp AT TIME ZONE 'UTC' AND started_at < (day + 1)::timestamp AT TIME ZONE 'UTC'
        OFFSET 0
    ) AS play
), stepped AS MATERIALIZED (  -- together for equal plays first, so that less is taken apart by dimension
    SELECT
        project_id, content_id, day, traffic, device, platform, source, country, part,
        sum(rises) AS rises, sum(rises_ms) AS rises_ms, sum(falls) AS falls, sum(falls_ms) AS falls_ms
    FROM viewed, unnest(levels) AS level, unnest(level) AS piece, LATERAL (
        VALUES
            (rise_part(lower(piece), nullif(duration_ms, 0)), 1, lower(piece), 0, 0),
            (fall_part(least(upper(piece), duration_ms), nullif(duration_ms, 0)), 0, 0, 1, least(upper(piece), duration_ms))
    ) AS step (part, rises, rises_ms, falls, falls_ms)
    WHERE lower(piece) < duration_ms
    GROUP BY project_id, content_id, day, traffic, device, platform, source, country, part
), curves AS (
    SELECT
        project_id, content_id, day, dimension, value, traffic, array_agg(part ORDER BY part) AS parts,
        array_agg(rises ORDER BY part) AS rises, array_agg(rises_ms ORDER BY part) AS rises_ms,
        array_agg(falls ORDER BY part) AS falls, array_agg(falls_ms ORDER BY part) AS falls_ms
    FROM (
        SELECT
            project_id, content_id, day, dimension, value, traffic, part, sum(rises)::bigint AS rises,
            sum(rises_ms)::bigint AS rises_ms, sum(falls)::bigint AS falls, sum(falls_ms)::bigint AS falls_ms
        FROM stepped, LATERAL (
            VALUES ('', ''), ('device', device), ('platform', platform), ('source', source), ('country', country)
        ) AS slices (dimension, value)
        GROUP BY project_id, content_id, day, dimension, value, traffic, part
    ) AS summed
    GROUP BY project_id, content_id, day, dimension, value, traffic
), samples AS (
    SELECT
        project_id, content_id, day, dimension, value, traffic, array_agg(hash ORDER BY hash) AS viewers,
        array_agg(definitions ORDER BY hash) AS definitions, array_agg(watched ORDER BY hash) AS watched
    FROM (
        SELECT
            project_id, content_id, day, dimension, value, traffic, hash, bit_or(definitions) AS definitions,
            coalesce(range_agg(levels[1]), '{}') AS watched,
            row_number() OVER (
                PARTITION BY project_id, content_id, day, dimension, value, traffic ORDER BY hash
            ) AS place
        FROM (
            SELECT *, hashtextextended(viewer_id, 0) AS hash FROM viewed WHERE viewer_id IS NOT NULL AND levels IS NOT NULL
        ) AS known, LATERAL (
            VALUES ('', ''), ('device', device), ('platform', platform), ('source', source), ('country', country)
        ) AS slices (dimension, value)
        GROUP BY project_id, content_id, day, dimension, value, traffic, hash
    ) AS ranked
    WHERE place <= 1000
    GROUP BY project_id, content_id, day, dimension, value, traffic
), present AS (
    SELECT
        project_id, content_id, day, duration_ms, dimension, value, traffic,
        coalesce(sum(views) FILTER (WHERE levels IS NOT NULL), 0)::bigint AS views,
        {definitions: count(*) FILTER (WHERE levels IS NOT NULL AND is_view('#', definitions)) AS #_views},
        count(*) FILTER (WHERE levels IS NULL) AS unknown_plays
    FROM viewed, LATERAL (
        VALUES ('', ''), ('device', device), ('platform', platform), ('source', source), ('country', country)
    ) AS slices (dimension, value)
    GROUP BY project_id, content_id, day, duration_ms, dimension, value, traffic
)
INSERT INTO day_retention (
    project_id, content_id, dimension, value, day, traffic, duration_ms, parts, rises, rises_ms, falls, falls_ms,
    viewers, definitions, watched, views, {definitions: #_views}, unknown_plays)
SELECT
    project_id, content_id, dimension, value, day, traffic, duration_ms, coalesce(parts, '{}'), coalesce(rises, '{}'),
    coalesce(rises_ms, '{}'), coalesce(falls, '{}'), coalesce(falls_ms, '{}'), coalesce(viewers, '{}'),
    coalesce(definitions, '{}'), coalesce(watched, '{}'), views, {definitions: #_views}, unknown_plays
FROM present
    LEFT JOIN curves USING (project_id, content_id, day, dimension, value, traffic)
    LEFT JOIN samples USING (project_id, content_id, day, dimension, value, traffic)
ORDER BY project_id, content_id, dimension, value, day, traffic
