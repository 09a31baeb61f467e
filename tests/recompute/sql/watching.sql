-- What each play watched, and how many times: reports of increments add up; of cumulative reports the largest counts.
-- A play that names no sections was watched once, up to the furthest position that it played; without any, a complete play
-- to its end, unless it jumped.
CREATE TABLE watched AS
WITH bounds AS (
    SELECT DISTINCT content_id, play_key, unnest([start_ms, end_ms]) AS edge_ms FROM watched_sections
), pieces AS (
    SELECT content_id, play_key, edge_ms AS from_ms,
        lead(edge_ms) OVER (PARTITION BY content_id, play_key ORDER BY edge_ms) AS to_ms
    FROM bounds
    QUALIFY to_ms IS NOT NULL
), told AS (  -- how often each report says that the piece was watched
    SELECT pieces.content_id, pieces.play_key, from_ms, to_ms, id, is_increment, count(*) AS times
    FROM pieces JOIN watched_sections AS s
        ON s.content_id = pieces.content_id AND s.play_key = pieces.play_key
        AND s.start_ms <= from_ms AND s.end_ms >= to_ms
    GROUP BY ALL
), counted AS (
    SELECT
        content_id, play_key, from_ms, to_ms,
        greatest(
            coalesce(sum(times) FILTER (WHERE is_increment), 0), coalesce(max(times) FILTER (WHERE NOT is_increment), 0)
        )::BIGINT AS times
    FROM told GROUP BY ALL
    UNION ALL
    SELECT content_id, play_key, 0, CASE WHEN played_ms > 0 THEN played_ms ELSE 1e15::BIGINT END, 1
    FROM plays
    WHERE (played_ms > 0 OR completed AND NOT has_jumped) AND (content_id, play_key) NOT IN (SELECT (content_id, play_key) FROM watched_sections)
)
SELECT
    counted.*, viewer_id, traffic, bucket, started_at, source_type, device_type, platform, country,
    lag(times, 1, 0) OVER along AS before_here, lead(times, 1, 0) OVER along AS after_here,
    lag(to_ms) OVER along AS before_to, lead(from_ms) OVER along AS after_from
FROM counted JOIN plays USING (content_id, play_key)
WINDOW along AS (PARTITION BY content_id, play_key ORDER BY from_ms)
ORDER BY content_id;
