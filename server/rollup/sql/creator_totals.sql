-- Counters of a creator over all time.
INSERT INTO creator_totals AS t (project_id, creator_id, revision, sessions, session_ms, {metrics: #})
SELECT project_id, creator_id, max(revision), sum(sessions), sum(session_ms), {metrics: sum(#)}
FROM deltas JOIN run_revisions USING (project_id)
WHERE creator_id IS NOT NULL
GROUP BY project_id, creator_id
ORDER BY project_id, creator_id
ON CONFLICT (project_id, creator_id) DO UPDATE SET
    revision = excluded.revision,
    sessions = t.sessions + excluded.sessions,
    session_ms = t.session_ms + excluded.session_ms,
    {metrics: # = t.# + excluded.#}
