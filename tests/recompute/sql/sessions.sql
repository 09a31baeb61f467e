-- When the events of each class began and ended on each day (UTC) of a session: of all of it (scope ''), and within each
-- creator's contents.
CREATE TABLE session_days AS
SELECT scope, session_id, traffic, min(occurred_at) AS first_at, max(occurred_at) AS last_at
FROM (
    SELECT '' AS scope, * FROM classed UNION ALL SELECT creator_id, * FROM classed WHERE creator_id IS NOT NULL
)
WHERE session_id IS NOT NULL
GROUP BY scope, session_id, traffic, occurred_at::DATE;
