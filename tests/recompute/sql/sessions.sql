-- Sessions as a whole, and as far as they touch one creator's contents: when the events of each class began and ended.
CREATE TABLE session_spans AS
SELECT scope, session_id, traffic, min(occurred_at) AS first_at, max(occurred_at) AS last_at
FROM (
    SELECT '' AS scope, * FROM classed UNION ALL SELECT creator_id, * FROM classed WHERE creator_id IS NOT NULL
)
WHERE session_id IS NOT NULL
GROUP BY scope, session_id, traffic;
