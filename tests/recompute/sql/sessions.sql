-- Sessions as a whole, and as far as they touch one creator's contents: of the classes of all their events there; on the whole
-- platform (scope '') nobody is a creator on its own contents.
CREATE TABLE session_spans AS
SELECT
    scope, session_id, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
    time_bucket(INTERVAL 15 MINUTE, min(occurred_at)) AS bucket,
    round(epoch_us(max(occurred_at) - min(occurred_at)) / 1000)::BIGINT AS span_ms,
    bit_or(CASE scope WHEN '' THEN traffic & 1 ELSE traffic END) AS traffic
FROM (
    SELECT '' AS scope, * FROM classed UNION ALL SELECT creator_id, * FROM classed WHERE creator_id IS NOT NULL
)
WHERE session_id IS NOT NULL
GROUP BY scope, session_id;
