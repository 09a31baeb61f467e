-- The curve of the content $2 over all time, from the plays of people: from the digests of its days, and from the plays of
-- those that have none. No row without a known duration. Where it is another one
-- than before, RELATIVE curves of other contents change.
WITH asked AS MATERIALIZED (
    SELECT duration_of($1::integer, $2::text) AS duration_ms
), digested AS MATERIALIZED (
    SELECT day FROM asked, curve_days($1, $2, NULL, NULL, duration_ms) AS day
), remaining AS MATERIALIZED (
    SELECT part.* FROM (SELECT array_agg(day) AS days FROM digested) AS known, rest_of_range(NULL, NULL, days) AS part
), stepped AS (
    SELECT
        rise_part(lower(piece), duration_ms) AS risen, lower(piece) AS risen_ms,
        fall_part(least(upper(piece), duration_ms), duration_ms) AS fallen, least(upper(piece), duration_ms) AS fallen_ms
    FROM asked, remaining, LATERAL (
        SELECT play_levels(delta_levels, total_levels, position_ms) AS levels
        FROM plays
        WHERE project_id = $1 AND content_id = $2 AND started_at >= since AND started_at < until AND traffic = 0
        OFFSET 0
    ) AS play, unnest(levels) AS level, unnest(level) AS piece
    WHERE lower(piece) < duration_ms
), steps AS (
    SELECT
        risen AS part, count(*) AS rises, sum(risen_ms)::bigint AS rises_ms, 0::bigint AS falls, 0::bigint AS falls_ms
    FROM stepped
    GROUP BY risen
    UNION ALL
    SELECT fallen, 0, 0, count(*), sum(fallen_ms)::bigint FROM stepped GROUP BY fallen
    UNION ALL
    SELECT step.*
    FROM digested, LATERAL (
        SELECT parts, rises, rises_ms, falls, falls_ms
        FROM day_retention
        WHERE project_id = $1 AND content_id = $2 AND dimension = '' AND value = '' AND day_retention.day = digested.day
            AND traffic = 0
        OFFSET 0
    ) AS known, unnest(parts, rises, rises_ms, falls, falls_ms) AS step
), kept AS (
    INSERT INTO retention_curves AS t (
        project_id, content_id, band, duration_ms, plays, views, engaged_views, peertube_views, linkedin_views,
        watched_until, scored_at)
    SELECT
        $1, $2, duration_band(duration_ms), duration_ms, totals.plays, totals.views, totals.engaged_views,
        totals.peertube_views, totals.linkedin_views,
        0 || ARRAY(
            SELECT sum(watched) OVER (ORDER BY part)::bigint
            FROM unnest((
                SELECT watched_of(
                    array_agg(part), array_agg(rises), array_agg(rises_ms), array_agg(falls), array_agg(falls_ms),
                    duration_ms)
                FROM steps
            )) WITH ORDINALITY AS known (watched, part)
            ORDER BY part
        ),
        now()
    FROM asked
        JOIN content_totals AS totals ON totals.project_id = $1 AND totals.content_id = $2 AND totals.traffic = 0
    WHERE duration_ms IS NOT NULL
    ON CONFLICT (project_id, content_id) DO UPDATE SET
        band = excluded.band,
        duration_ms = excluded.duration_ms,
        plays = excluded.plays,
        views = excluded.views,
        engaged_views = excluded.engaged_views,
        peertube_views = excluded.peertube_views,
        linkedin_views = excluded.linkedin_views,
        watched_until = excluded.watched_until,
        scored_at = excluded.scored_at
    RETURNING duration_ms, plays, views, engaged_views, peertube_views, linkedin_views, watched_until
), news AS (
    SELECT * FROM kept
    EXCEPT
    SELECT duration_ms, plays, views, engaged_views, peertube_views, linkedin_views, watched_until
    FROM retention_curves
    WHERE project_id = $1 AND content_id = $2
)
INSERT INTO changed_subjects (project_id, kind, id) SELECT $1, 'standings', '' FROM news
