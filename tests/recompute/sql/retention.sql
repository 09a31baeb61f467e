-- The curves of one content in $points equal parts of its duration: how often each part was watched ($value of the
-- dimension $slice only, unless it is null), by how many viewers, and where watching began and stopped.
WITH chosen AS (
    SELECT * REPLACE (
        least(to_ms, $duration_ms) AS to_ms, least(times, 100) AS times,
        CASE WHEN to_ms < $duration_ms THEN after_from END AS after_from)
    FROM watched
    WHERE content_id = $content_id AND from_ms < $duration_ms AND traffic IN (SELECT unnest($classes))
        AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
        AND CASE $slice WHEN 'DEVICE' THEN device_type IS NOT DISTINCT FROM $value WHEN 'PLATFORM' THEN platform IS NOT DISTINCT FROM $value
            WHEN 'SOURCE' THEN source_type IS NOT DISTINCT FROM $value WHEN 'COUNTRY' THEN country IS NOT DISTINCT FROM $value ELSE true END
), parts AS (
    SELECT number, number * $duration_ms::DOUBLE / $points AS part_from, (number + 1) * $duration_ms::DOUBLE / $points AS part_to
    FROM range($points) AS numbers(number)
), seen AS (  -- the union of what each viewer watched, as what each piece adds to those that begin before it
    SELECT viewer_id, greatest(from_ms, coalesce(reached, from_ms)) AS from_ms, to_ms
    FROM (
        SELECT *, max(to_ms) OVER (
            PARTITION BY viewer_id ORDER BY from_ms, to_ms ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
        FROM chosen WHERE times > 0
    )
    WHERE to_ms > coalesce(reached, from_ms)
), watched_parts AS (
    SELECT number, sum(times * greatest(0, least(to_ms, part_to) - greatest(from_ms, part_from)) / (part_to - part_from)) AS times
    FROM parts JOIN chosen ON from_ms < part_to AND to_ms > part_from GROUP BY number
), covered_parts AS (
    SELECT number, sum((least(to_ms, part_to) - greatest(from_ms, part_from)) / (part_to - part_from)) AS viewers
    FROM parts JOIN seen ON from_ms < part_to AND to_ms > part_from GROUP BY number
), steps AS (  -- how the count of a play changes where a piece begins, and where one ends with nothing after it
    SELECT from_ms AS edge_ms, times - CASE WHEN before_to = from_ms THEN least(before_here, 100) ELSE 0 END AS step
    FROM chosen
    UNION ALL
    SELECT to_ms, -times FROM chosen WHERE after_from IS NULL OR after_from <> to_ms
), stepped AS (  -- what ends on a border belongs to the part before it
    SELECT
        CASE WHEN step > 0 THEN floor(edge_ms * $points::DOUBLE / $duration_ms)
            ELSE ceil(edge_ms * $points::DOUBLE / $duration_ms) - 1 END::INTEGER AS number,
        coalesce(sum(step) FILTER (WHERE step > 0), 0)::BIGINT AS ups,
        coalesce(-sum(step) FILTER (WHERE step < 0), 0)::BIGINT AS downs
    FROM steps GROUP BY 1
), covered AS (  -- the pieces that a viewer saw without a gap, as one
    SELECT viewer_id, min(from_ms) AS from_ms, max(to_ms) AS to_ms
    FROM (
        SELECT *, sum(starts) OVER (PARTITION BY viewer_id ORDER BY from_ms) AS stretch
        FROM (SELECT *, coalesce(from_ms > lag(to_ms) OVER (PARTITION BY viewer_id ORDER BY from_ms), true)::INTEGER AS starts FROM seen)
    )
    WHERE viewer_id IS NOT NULL
    GROUP BY viewer_id, stretch
), came AS (
    SELECT floor(from_ms * $points::DOUBLE / $duration_ms)::INTEGER AS number, count(DISTINCT viewer_id) AS viewers_up
    FROM covered GROUP BY 1
), went AS (
    SELECT (ceil(to_ms * $points::DOUBLE / $duration_ms) - 1)::INTEGER AS number, count(DISTINCT viewer_id) AS viewers_down
    FROM covered GROUP BY 1
)
SELECT
    number, coalesce(times, 0) AS times, coalesce(viewers, 0) AS viewers, coalesce(ups, 0) AS ups,
    coalesce(downs, 0) AS downs, coalesce(viewers_up, 0) AS viewers_up, coalesce(viewers_down, 0) AS viewers_down
FROM parts LEFT JOIN watched_parts USING (number) LEFT JOIN covered_parts USING (number) LEFT JOIN stepped USING (number)
    LEFT JOIN came USING (number) LEFT JOIN went USING (number)
ORDER BY number
