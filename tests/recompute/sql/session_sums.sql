-- Sessions that began within a range and how long they lasted, by their events that count, for each creator and ('') for the
-- platform. They began with the first event on the day of the last one or on the day before.
WITH days AS (
    SELECT *, max(last_at) OVER (PARTITION BY scope, session_id) AS ends_at
    FROM session_days
    WHERE traffic IN (SELECT unnest($classes))
), counted AS (
    SELECT scope, min(first_at) FILTER (WHERE first_at::DATE >= ends_at::DATE - 1) AS first_at, ends_at AS last_at
    FROM days
    GROUP BY scope, session_id, ends_at
)
SELECT
    scope AS name, count(*) AS sessions, sum(round(epoch_us(last_at - first_at) / 1000)::BIGINT)::BIGINT AS session_ms
FROM counted
WHERE coalesce(time_bucket(INTERVAL 15 MINUTE, first_at) >= $start, true)
    AND coalesce(time_bucket(INTERVAL 15 MINUTE, first_at) < $end, true)
GROUP BY scope
