-- The same as retention_plays at a cost that does not grow with the plays of closed days: from the digests of whole days,
-- and from the plays of the rest of the range. What viewers watched is that of a sample: of the 1,000 with the least hashes;
-- viewers: how many of these have a view by the definition whose bit is $10.
WITH digested AS MATERIALIZED (
    SELECT day
    FROM digested_days
    WHERE project_id = $1 AND content_id = $2
        AND ($3::timestamptz IS NULL OR day::timestamp AT TIME ZONE 'UTC' >= $3)
        AND ($4::timestamptz IS NULL OR (day + 1)::timestamp AT TIME ZONE 'UTC' <= $4)
        AND NOT EXISTS (
            SELECT FROM stale_days
            WHERE stale_days.project_id = $1 AND stale_days.content_id = $2 AND stale_days.day = digested_days.day
        )
        AND NOT EXISTS (
            SELECT FROM day_retention
            WHERE day_retention.project_id = $1 AND day_retention.content_id = $2
                AND dimension = '' AND value = '' AND day_retention.day = digested_days.day
                AND day_retention.duration_ms <> $6::bigint
        )
), remaining AS MATERIALIZED (
    SELECT coalesce(lower(part), '-infinity') AS since, coalesce(upper(part), 'infinity') AS until
    FROM unnest((
        SELECT tstzmultirange(tstzrange($3, $4)) - coalesce(range_agg(tstzrange(
            day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC')), '{}')
        FROM digested
    )) AS part
), viewed AS MATERIALIZED (
    SELECT play.*
    FROM remaining, LATERAL (
        SELECT
            viewer_id, play_levels(delta_levels, total_levels, position_ms) AS levels,
            (views > 0)::integer + 2 * is_engaged_view(watch_ms, completion)::integer
                + 4 * is_peertube_view(watch_ms, duration_ms)::integer + 8 * is_linkedin_view(watch_ms)::integer
                AS definitions
        FROM plays
        WHERE project_id = $1 AND content_id = $2 AND traffic = ANY ($5::smallint[])
            AND started_at >= since AND started_at < until
            AND CASE $7::text
                WHEN 'device' THEN coalesce(device_type, '')
                WHEN 'platform' THEN coalesce(platform, '')
                WHEN 'source' THEN coalesce(source_type, '')
                WHEN 'country' THEN coalesce(country, '')
                ELSE ''
            END = $8::text
        OFFSET 0
    ) AS play
), known AS MATERIALIZED (
    SELECT digest.*
    FROM digested, LATERAL (
        SELECT parts, rises, rises_ms, falls, falls_ms, viewers, definitions, watched
        FROM day_retention
        WHERE project_id = $1 AND content_id = $2 AND dimension = $7 AND value = $8
            AND day_retention.day = digested.day AND traffic = ANY ($5)
        OFFSET 0
    ) AS digest
), sample AS MATERIALIZED (
    SELECT bit_or(definitions) AS definitions, range_agg(watched) AS seen
    FROM (
        SELECT hashtextextended(viewer_id, 0) AS hash, definitions, levels[1] AS watched
        FROM viewed
        WHERE $9::boolean AND viewer_id IS NOT NULL
        UNION ALL
        SELECT viewer.* FROM known, unnest(viewers, definitions, watched) AS viewer WHERE $9
    ) AS watching
    GROUP BY hash
    ORDER BY hash
    LIMIT 1000
), stepped AS MATERIALIZED (
    SELECT
        by_viewer, rise_part(lower(piece), $6) AS risen, lower(piece) AS risen_ms,
        fall_part(least(upper(piece), $6), $6) AS fallen, least(upper(piece), $6) AS fallen_ms
    FROM (
        SELECT false AS by_viewer, piece FROM viewed, unnest(levels) AS level, unnest(level) AS piece
        UNION ALL
        SELECT true, piece FROM sample, unnest(seen) AS piece
    ) AS pieces
    WHERE lower(piece) < $6
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
)
SELECT
    by_viewer, parts, rises, falls, watched_of(parts, rises, rises_ms, falls, falls_ms, $6) AS watched,
    (SELECT count(*) FROM sample WHERE definitions & $10::integer > 0) AS viewers
FROM gathered
