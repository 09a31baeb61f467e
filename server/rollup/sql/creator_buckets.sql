-- Counters of a creator by quarter-hour.
INSERT INTO creator_buckets AS t (project_id, creator_id, bucket, sessions, session_ms, {metrics: #})
SELECT project_id, creator_id, bucket, sum(sessions), sum(session_ms), {metrics: sum(#)}
FROM deltas
WHERE creator_id IS NOT NULL
GROUP BY project_id, creator_id, bucket
ORDER BY project_id, creator_id, bucket
ON CONFLICT (project_id, creator_id, bucket) DO UPDATE SET
    sessions = t.sessions + excluded.sessions,
    session_ms = t.session_ms + excluded.session_ms,
    {metrics: # = t.# + excluded.#}
