-- Retention of a content, :duration ms long (null: unknown), in a range (null: all time), by plays whose :dimension ('': all)
-- has the value :value. Always one row: the views by the definition of the plays with known positions, and the number of the
-- other plays. For each of the 200 parts: how often counts rise and fall, and what was watched. If :covers, what viewers
-- watched at least once, and how many of them begin and stop in each of :points points: of all viewers, or, at a cost that
-- does not grow with the plays of summarized days, of a sample of the :sample viewers with the smallest hashes. viewers: how
-- many of these have a view by the definition whose bit is :definition_bit; sampled: the size of the sample, and the greatest
-- of its hashes.
WITH summarized AS MATERIALIZED (
    SELECT day FROM curve_days(:project, :content, :start, :end, :duration) AS day WHERE :sample::integer IS NOT NULL
), remaining AS MATERIALIZED (
    SELECT part.* FROM (SELECT array_agg(day) AS days FROM summarized) AS known, rest_of_range(:start, :end, days) AS part
), viewed AS MATERIALIZED (
    SELECT play.*
    FROM remaining, LATERAL (
        SELECT
            viewer_id,
            play_levels(
                delta_levels, total_levels, played_until(position_ms, stops, jumps), completed, has_jumped) AS levels,
            views, view_bits(views, watch_ms, completion, duration_ms, repeats) AS definitions
        FROM plays
        WHERE project_id = :project AND content_id = :content AND traffic = ANY (:classes::smallint[])
            AND started_at >= since AND started_at < until
            AND CASE :dimension::text
                WHEN 'device' THEN coalesce(device_type, '')
                WHEN 'platform' THEN coalesce(platform, '')
                WHEN 'source' THEN coalesce(source_type, '')
                WHEN 'country' THEN coalesce(country, '')
                ELSE ''
            END = :value::text
        OFFSET 0
    ) AS play
), known AS MATERIALIZED (
    SELECT summary.*
    FROM summarized, LATERAL (
        SELECT
            parts, rises, rises_ms, falls, falls_ms, viewers, definitions, watched, {prefix}views AS views, unknown_plays
        FROM day_retention
        WHERE project_id = :project AND content_id = :content AND dimension = :dimension AND value = :value
            AND day_retention.day = summarized.day AND traffic = ANY (:classes)
        OFFSET 0
    ) AS summary
), sample AS MATERIALIZED (
    SELECT hash, bit_or(definitions) AS definitions, range_agg(watched) AS seen
    FROM (
        SELECT hashtextextended(viewer_id, 0) AS hash, definitions, levels[1] AS watched
        FROM viewed
        WHERE :covers::boolean AND viewer_id IS NOT NULL AND levels IS NOT NULL
        UNION ALL
        SELECT viewer.* FROM known, unnest(viewers, definitions, watched) AS viewer WHERE :covers
    ) AS watching
    GROUP BY hash
    ORDER BY hash
    LIMIT :sample
), stepped AS MATERIALIZED (
    SELECT
        by_viewer, hash, rise_part(lower(piece), :duration) AS risen, lower(piece) AS risen_ms,
        fall_part(least(upper(piece), :duration), :duration) AS fallen, least(upper(piece), :duration) AS fallen_ms
    FROM (
        SELECT false AS by_viewer, NULL::bigint AS hash, piece FROM viewed, unnest(levels) AS level, unnest(level) AS piece
        UNION ALL
        SELECT true, hash, piece FROM sample, unnest(seen) AS piece
    ) AS pieces
    WHERE lower(piece) < :duration
), steps AS MATERIALIZED (
    SELECT
        by_viewer, risen AS part, count(*) AS rises, sum(risen_ms)::bigint AS rises_ms, 0::bigint AS falls,
        0::bigint AS falls_ms
    FROM stepped
    GROUP BY by_viewer, risen
    UNION ALL
    SELECT by_viewer, fallen, 0, 0, count(*), sum(fallen_ms)::bigint FROM stepped GROUP BY by_viewer, fallen
    UNION ALL
    SELECT false, step.* FROM known, unnest(parts, rises, rises_ms, falls, falls_ms) AS step
), gathered AS (
    SELECT
        by_viewer, array_agg(part) AS parts, array_agg(rises) AS rises, array_agg(rises_ms) AS rises_ms,
        array_agg(falls) AS falls, array_agg(falls_ms) AS falls_ms
    FROM steps
    GROUP BY by_viewer
), edges AS (
    SELECT array_agg(point) AS points, array_agg(started) AS started, array_agg(stopped) AS stopped
    FROM (
        SELECT
            point, count(DISTINCT hash) FILTER (WHERE is_rise) AS started,
            count(DISTINCT hash) FILTER (WHERE NOT is_rise) AS stopped
        FROM stepped, LATERAL (
            VALUES (risen * :points::integer / 200, true), (fallen * :points / 200, false)
        ) AS edge (point, is_rise)
        WHERE by_viewer
        GROUP BY point
    ) AS viewers
), counted AS (
    SELECT coalesce(sum(views), 0)::bigint AS views, coalesce(sum(unknown_plays), 0)::bigint AS unknown_plays
    FROM (
        SELECT
            CASE WHEN levels IS NULL THEN 0 WHEN '{prefix}' = '' THEN views
                ELSE (definitions & :definition_bit::integer > 0)::integer END AS views,
            (levels IS NULL)::integer AS unknown_plays
        FROM viewed
        UNION ALL
        SELECT views, unknown_plays FROM known
    ) AS plays
), reached AS (
    SELECT
        count(*) FILTER (WHERE definitions & :definition_bit > 0) AS viewers, count(*) AS sampled,
        max(hash) AS greatest_hash
    FROM sample
)
SELECT
    counted.*, reached.*, played.parts, played.rises, played.falls,
    watched_of(played.parts, played.rises, played.rises_ms, played.falls, played.falls_ms, :duration) AS watched,
    edges.*, watched_of(seen.parts, seen.rises, seen.rises_ms, seen.falls, seen.falls_ms, :duration) AS seen_watched
FROM counted
    CROSS JOIN reached
    CROSS JOIN edges
    LEFT JOIN gathered AS played ON NOT played.by_viewer
    LEFT JOIN gathered AS seen ON seen.by_viewer
