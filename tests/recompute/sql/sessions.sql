-- Sessions as a whole, and as far as they touch one creator's contents. scope '' is the whole platform.
CREATE TABLE session_spans AS
SELECT
    scope, session_id, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
    time_bucket(INTERVAL 15 MINUTE, min(occurred_at)) AS bucket,
    round(epoch_us(max(occurred_at) - min(occurred_at)) / 1000)::BIGINT AS span_ms,
    max(is_bot::INTEGER) + 2 * coalesce(max((user_id = nullif(scope, ''))::INTEGER), 0) AS traffic
FROM (
    SELECT '' AS scope, * FROM events UNION ALL SELECT creator_id, * FROM events WHERE creator_id IS NOT NULL
) JOIN viewers USING (viewer_id)
WHERE session_id IS NOT NULL
GROUP BY scope, session_id;
