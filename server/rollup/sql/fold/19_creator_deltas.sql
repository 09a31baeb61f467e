-- The deltas of each creator by quarter-hour; those without a creator add up in rows of their own.
INSERT INTO creator_deltas (project_id, creator_id, bucket, traffic, sessions, session_ms, {metrics: #})
SELECT
    project_id, creator_id, bucket, traffic, coalesce(sum(sessions), 0), coalesce(sum(session_ms), 0),
    {metrics: coalesce(sum(#), 0)}
FROM deltas
GROUP BY project_id, creator_id, bucket, traffic
ORDER BY project_id, creator_id, bucket, traffic
