-- The all-time curve of a content, from the plays of people: from the daily summaries of its days, and from plays of the days without
-- one. No row without a known duration. If the curve changed, RELATIVE curves of other contents change.
WITH before AS MATERIALIZED (
    SELECT duration_ms, plays, views, {definitions: #_views}, watched_until
    FROM retention_curves
    WHERE project_id = :project AND content_id = :content
), asked AS MATERIALIZED (
    SELECT duration_of(:project::integer, :content::text) AS duration_ms
), summarized AS MATERIALIZED (
    SELECT day FROM asked, curve_days(:project, :content, NULL, NULL, duration_ms) AS day
), remaining AS MATERIALIZED (
    SELECT part.* FROM (SELECT array_agg(day) AS days FROM summarized) AS known, rest_of_range(NULL, NULL, days) AS part
), played AS MATERIALIZED (
    SELECT play.*
    FROM remaining, LATERAL (
        SELECT
            play_levels(
                delta_levels, total_levels, played_until(position_ms, stops, jumps), completed, has_jumped) AS levels,
            views, view_bits(views, watch_ms, completion, plays.duration_ms, repeats) AS definitions
        FROM plays
        WHERE project_id = :project AND content_id = :content AND started_at >= since AND started_at < until AND traffic = 0
        OFFSET 0
    ) AS play
    WHERE levels IS NOT NULL
), known AS MATERIALIZED (
    SELECT summary.*
    FROM summarized, LATERAL (
        SELECT parts, rises, rises_ms, falls, falls_ms, views, {definitions: #_views}
        FROM day_retention
        WHERE project_id = :project AND content_id = :content AND dimension = '' AND value = ''
            AND day_retention.day = summarized.day
            AND traffic = 0
        OFFSET 0
    ) AS summary
), viewed AS (
    SELECT coalesce(sum(views), 0)::bigint AS views, {definitions: coalesce(sum(#_views), 0)::bigint AS #_views}
    FROM (
        SELECT views, {definitions: is_view('#', definitions)::integer AS #_views} FROM played
        UNION ALL
        SELECT views, {definitions: #_views} FROM known
    ) AS counted
), stepped AS (
    SELECT
        rise_part(lower(piece), duration_ms) AS risen, lower(piece) AS risen_ms,
        fall_part(least(upper(piece), duration_ms), duration_ms) AS fallen, least(upper(piece), duration_ms) AS fallen_ms
    FROM asked, played, unnest(levels) AS level, unnest(level) AS piece
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
    FROM known, unnest(parts, rises, rises_ms, falls, falls_ms) AS step
), drawn AS MATERIALIZED (
    SELECT
        duration_ms, totals.plays, viewed.views, {definitions: viewed.#_views},
        0 || ARRAY(
            SELECT sum(watched) OVER (ORDER BY part)::bigint
            FROM unnest((
                SELECT watched_of(
                    array_agg(part), array_agg(rises), array_agg(rises_ms), array_agg(falls), array_agg(falls_ms),
                    duration_ms)
                FROM steps
            )) WITH ORDINALITY AS known (watched, part)
            ORDER BY part
        ) AS watched_until
    FROM viewed, asked
        JOIN content_totals AS totals ON totals.project_id = :project AND totals.content_id = :content AND totals.traffic = 0
    WHERE duration_ms IS NOT NULL
), kept AS (
    INSERT INTO retention_curves (
        project_id, content_id, band, duration_ms, plays, views, {definitions: #_views}, watched_until, scored_at)
    SELECT
        :project, :content, duration_band(duration_ms), duration_ms, plays, views, {definitions: #_views}, watched_until, now()
    FROM drawn
    ON CONFLICT (project_id, content_id) DO UPDATE SET
        band = excluded.band,
        duration_ms = excluded.duration_ms,
        plays = excluded.plays,
        views = excluded.views,
        {definitions: #_views = excluded.#_views},
        watched_until = excluded.watched_until,
        scored_at = excluded.scored_at
    RETURNING duration_ms, plays, views, {definitions: #_views}, watched_until
), news AS (
    SELECT * FROM kept EXCEPT SELECT * FROM before
)
INSERT INTO changed_subjects (project_id, kind, id) SELECT :project, 'rankings', '' FROM news
