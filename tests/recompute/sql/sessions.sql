-- The sessions of each session id, numbered: half an hour without an event ends one. When each began and ended, and when its
-- events of each class did: of the whole session (scope ''), and within each creator's contents.
CREATE TABLE session_events AS
SELECT *, (sum(begins) OVER (PARTITION BY session_id ORDER BY occurred_at, id))::BIGINT AS number
FROM (
    SELECT *, coalesce(
        occurred_at - lag(occurred_at) OVER (PARTITION BY session_id ORDER BY occurred_at, id) > INTERVAL 30 MINUTE, true
    )::INTEGER AS begins
    FROM classed
    WHERE session_id IS NOT NULL
);

CREATE TABLE visits AS
SELECT session_id, number, min(occurred_at) AS first_at, max(occurred_at) AS last_at
FROM session_events
GROUP BY session_id, number;

CREATE TABLE session_spans AS
SELECT scope, session_id, number, traffic, min(occurred_at) AS first_at, max(occurred_at) AS last_at
FROM (
    SELECT '' AS scope, * FROM session_events
    UNION ALL SELECT creator_id, * FROM session_events WHERE creator_id IS NOT NULL
)
GROUP BY scope, session_id, number, traffic;
