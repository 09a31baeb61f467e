-- How often each of $points equal parts of each content was watched, over all time and by people.
WITH lengths AS (
    SELECT unnest($names) AS content_id, unnest($lengths) AS duration_ms
), pieces AS (
    SELECT
        content_id, greatest(from_ms, 0) * $points::DOUBLE / duration_ms AS first_part,
        least(to_ms, duration_ms) * $points::DOUBLE / duration_ms AS last_part, least(times, 100) AS times
    FROM watched JOIN lengths USING (content_id)
    WHERE traffic = 0 AND from_ms < duration_ms
)
SELECT content_id, number, sum(times * (least(last_part, number + 1) - greatest(first_part, number))) AS times
FROM pieces JOIN range($points) AS numbers(number) ON first_part < number + 1 AND last_part > number
GROUP BY ALL
