-- Sessions that began within a range and how long they lasted, by their events that count, for each creator and ('') for the
-- platform.
WITH counted AS (
    SELECT scope, min(first_at) AS first_at, max(last_at) AS last_at
    FROM session_spans
    WHERE traffic IN (SELECT unnest($classes))
    GROUP BY scope, session_id, number
)
SELECT
    scope AS name, count(*) AS sessions, sum(round(epoch_us(last_at - first_at) / 1000)::BIGINT)::BIGINT AS session_ms
FROM counted
WHERE coalesce(time_bucket(INTERVAL 15 MINUTE, first_at) >= $start, true)
    AND coalesce(time_bucket(INTERVAL 15 MINUTE, first_at) < $end, true)
GROUP BY scope
