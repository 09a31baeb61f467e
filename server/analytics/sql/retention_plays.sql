-- Retention of the content $2, $6 ms long, from $3 to $4 (null: all time), from its plays of the classes of traffic $5 whose
-- dimension $7 ('': all) has the value $8. Of each of the 200 parts: how often counts rise and fall, what is watched, and,
-- if $9, what the viewers watched at least once.
WITH viewed AS MATERIALIZED (
    SELECT viewer_id, play_levels(delta_levels, total_levels, position_ms) AS levels
    FROM plays
    WHERE project_id = $1 AND content_id = $2 AND traffic = ANY ($5::smallint[])
        AND started_at >= coalesce($3::timestamptz, '-infinity') AND started_at < coalesce($4::timestamptz, 'infinity')
        AND CASE $7::text
            WHEN 'device' THEN coalesce(device_type, '')
            WHEN 'platform' THEN coalesce(platform, '')
            WHEN 'source' THEN coalesce(source_type, '')
            WHEN 'country' THEN coalesce(country, '')
            ELSE ''
        END = $8::text
), stepped AS MATERIALIZED (
    SELECT
        by_viewer, rise_part(lower(piece), $6::bigint) AS risen, lower(piece) AS risen_ms,
        fall_part(least(upper(piece), $6), $6) AS fallen, least(upper(piece), $6) AS fallen_ms
    FROM (
        SELECT false AS by_viewer, piece FROM viewed, unnest(levels) AS level, unnest(level) AS piece
        UNION ALL
        SELECT true, piece
        FROM (SELECT range_agg(levels[1]) AS seen FROM viewed WHERE $9::boolean AND viewer_id IS NOT NULL GROUP BY viewer_id)
            AS viewer, unnest(seen) AS piece
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
), gathered AS (
    SELECT
        by_viewer, array_agg(part) AS parts, array_agg(rises) AS rises, array_agg(rises_ms) AS rises_ms,
        array_agg(falls) AS falls, array_agg(falls_ms) AS falls_ms
    FROM steps
    GROUP BY by_viewer
)
SELECT by_viewer, parts, rises, falls, watched_of(parts, rises, rises_ms, falls, falls_ms, $6) AS watched, 0::bigint AS viewers
FROM gathered
