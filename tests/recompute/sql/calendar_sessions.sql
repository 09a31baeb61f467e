-- Sessions of a creator or ('') of the platform ($name) that began in each hour, day, week or month ($unit), how long they lasted
-- and when the first of them began; as session_sums says.
WITH counted AS (
    SELECT min(first_at) AS first_at, max(last_at) AS last_at
    FROM session_spans
    WHERE scope = $name AND traffic IN (SELECT unnest($classes))
    GROUP BY session_id, number
), placed AS (
    SELECT *, time_bucket(INTERVAL 15 MINUTE, first_at) AS bucket FROM counted
)
SELECT
    begin_of($unit, bucket, $zone) AS begins, min(bucket) AS first_bucket, count(*) AS sessions,
    sum(round(epoch_us(last_at - first_at) / 1000)::BIGINT)::BIGINT AS session_ms
FROM placed
WHERE coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
GROUP BY ALL
