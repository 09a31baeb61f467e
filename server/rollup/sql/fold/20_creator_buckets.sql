-- Counters of a creator by quarter-hour.
INSERT INTO creator_buckets AS t (project_id, creator_id, bucket, traffic, sessions, session_ms, {metrics: #})
SELECT project_id, creator_id, bucket, traffic, sessions, session_ms, {metrics: #}
FROM creator_deltas
WHERE creator_id IS NOT NULL
ORDER BY project_id, creator_id, bucket, traffic
ON CONFLICT (project_id, creator_id, bucket, traffic) DO UPDATE SET
    sessions = t.sessions + excluded.sessions,
    session_ms = t.session_ms + excluded.session_ms,
    {metrics: # = t.# + excluded.#}
