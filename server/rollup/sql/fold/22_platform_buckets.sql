-- Counters of the whole project by quarter-hour. Rows with a creator hold that creator's sessions, not the project's.
INSERT INTO platform_buckets AS t (project_id, bucket, traffic, sessions, session_ms, {metrics: #})
SELECT
    project_id, bucket, traffic,
    coalesce(sum(sessions) FILTER (WHERE creator_id IS NULL), 0),
    coalesce(sum(session_ms) FILTER (WHERE creator_id IS NULL), 0),
    {metrics: sum(#)}
FROM creator_deltas
GROUP BY project_id, bucket, traffic
ORDER BY project_id, bucket, traffic
ON CONFLICT (project_id, bucket, traffic) DO UPDATE SET
    sessions = t.sessions + excluded.sessions,
    session_ms = t.session_ms + excluded.session_ms,
    {metrics: # = t.# + excluded.#}
