-- Viewings. Playback events feed a play, and skips that say how much was watched; one without a playback event is none.
CREATE TABLE play_events AS
SELECT
    *, type NOT IN ('SKIP', 'SWIPE_AWAY') AS is_playback,
    (view_data->>'loopCount')::BIGINT AS loop_count, (view_data->>'playbackRate')::DOUBLE AS playback_rate
FROM classed
WHERE content_id IS NOT NULL AND (
    type IN ('VIEW_START', 'VIEW_PROGRESS', 'VIEW_COMPLETE', 'PAUSE', 'RESUME', 'SEEK')
    OR type IN ('SKIP', 'SWIPE_AWAY') AND (
        watch_ms IS NOT NULL OR total_watch_ms IS NOT NULL OR position_ms IS NOT NULL OR completion IS NOT NULL
        OR loop_count IS NOT NULL OR len(sections) > 0 OR says_nothing));

CREATE TABLE watched_sections AS
SELECT
    content_id, play_key, id, watch_ms IS NOT NULL AND total_watch_ms IS NULL AS is_increment,
    unnest(sections).start_ms AS start_ms, unnest(sections).end_ms AS end_ms
FROM play_events;

-- The furthest position that each play is known to have played. A jump plays nothing: neither does what stands where one went.
CREATE TABLE played AS
WITH jumps AS (
    SELECT content_id, play_key, list(position_ms) AS jumped_to FROM play_events WHERE type = 'SEEK' GROUP BY ALL
)
SELECT content_id, play_key, max(CASE
    WHEN says_nothing THEN 0
    WHEN type IN ('VIEW_START', 'VIEW_PROGRESS') THEN position_ms
    WHEN type = 'SEEK' OR len(list_filter(jumped_to, lambda jump: abs(jump - position_ms) <= 1000)) > 0 THEN NULL
    ELSE position_ms END) AS played_ms
FROM play_events LEFT JOIN jumps USING (content_id, play_key)
GROUP BY content_id, play_key;

CREATE TABLE plays AS
WITH lengths AS (  -- of the union: what each section adds to all that begin before it
    SELECT content_id, play_key, sum(greatest(0, end_ms - greatest(start_ms, coalesce(reached, start_ms)))) AS section_ms
    FROM (
        SELECT *, max(end_ms) OVER (
            PARTITION BY content_id, play_key ORDER BY start_ms, end_ms ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
        FROM watched_sections
    )
    GROUP BY content_id, play_key
), origins AS (
    SELECT * FROM play_events
    QUALIFY row_number() OVER (PARTITION BY content_id, play_key ORDER BY occurred_at, id) = 1
), sums AS (
    SELECT
        content_id, play_key,
        min(occurred_at) FILTER (WHERE is_playback) AS started_at,
        greatest(coalesce(sum(watch_ms), 0), coalesce(max(total_watch_ms), 0))::BIGINT AS watch_ms,
        max(duration_ms) AS duration_ms,
        bool_or(type = 'SEEK') AS has_jumped,
        coalesce(max(completion) FILTER (WHERE type IN ('VIEW_START', 'VIEW_PROGRESS', 'VIEW_COMPLETE')), 0) AS told_playing,
        coalesce(max(completion), 0) AS told_at_all,
        bool_or(type = 'VIEW_COMPLETE') AS completed,
        MAP {
            'loop_plays': coalesce(max(loop_count), 0),
            'rated_watch_ms': coalesce(sum(watch_ms) FILTER (WHERE playback_rate IS NOT NULL), 0),
            'rate_weighted_ms': coalesce(sum(round_even(watch_ms * playback_rate, 0)), 0)::BIGINT
        } AS amounts
    FROM play_events GROUP BY content_id, play_key
), measured AS (
    SELECT
        sums.*, played_ms, coalesce(section_ms, 0) AS section_ms,
        CASE WHEN has_jumped THEN told_playing ELSE told_at_all END AS reported,
        CASE WHEN completed THEN 1.0
            WHEN duration_ms > 0 THEN least(1.0, greatest(
                reported, greatest(coalesce(played_ms, 0), coalesce(section_ms, 0))::DOUBLE / duration_ms))
            ELSE reported END AS completion,
        section_ms IS NOT NULL OR played_ms IS NOT NULL OR completed AND NOT has_jumped AS is_told
    FROM sums JOIN played USING (content_id, play_key) LEFT JOIN lengths USING (content_id, play_key)
)
SELECT
    measured.*, time_bucket(INTERVAL 15 MINUTE, started_at) AS bucket,
    CASE WHEN measured.completion >= 0.99 THEN 'full' WHEN measured.completion >= 0.75 THEN 'over75'
        WHEN measured.completion >= 0.5 THEN 'over50' WHEN measured.completion >= 0.25 THEN 'over25'
        ELSE 'under25' END AS reach,
    occurred_at AS origin_at, viewer_id, creator_id, session_id, traffic, source_type, referrer, campaign, device_type,
    platform, os, app_version, country, region, city, timezone, network_type, latitude, longitude
FROM measured JOIN origins USING (content_id, play_key)
WHERE started_at IS NOT NULL;
