-- Sessions as a whole, and as far as they touch one creator's contents: of the classes of all their events there; on the whole
-- platform (scope '') nobody is a creator on its own contents. They began with the first event on the day of the last one or
-- on the day before.
CREATE TABLE session_spans AS
WITH scoped AS (
    SELECT *, max(occurred_at) OVER (PARTITION BY scope, session_id) AS last_at
    FROM (
        SELECT '' AS scope, * FROM classed UNION ALL SELECT creator_id, * FROM classed WHERE creator_id IS NOT NULL
    )
    WHERE session_id IS NOT NULL
), spans AS (
    SELECT
        scope, session_id, min(occurred_at) FILTER (WHERE occurred_at::DATE >= last_at::DATE - 1) AS first_at, last_at,
        bit_or(CASE scope WHEN '' THEN traffic & 1 ELSE traffic END) AS traffic
    FROM scoped
    GROUP BY scope, session_id, last_at
)
SELECT
    scope, session_id, first_at, last_at, time_bucket(INTERVAL 15 MINUTE, first_at) AS bucket,
    round(epoch_us(last_at - first_at) / 1000)::BIGINT AS span_ms, traffic
FROM spans;
