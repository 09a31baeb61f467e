-- Counters of the whole project over all time; every project with an event gets its row.
WITH new AS (
    INSERT INTO platform_totals AS t (project_id, revision, sessions, session_ms, {metrics: #})
    SELECT
        project_id, max(revision),
        coalesce(sum(sessions) FILTER (WHERE creator_id IS NULL), 0),
        coalesce(sum(session_ms) FILTER (WHERE creator_id IS NULL), 0),
        {metrics: coalesce(sum(#), 0)}
    FROM run_revisions LEFT JOIN creator_deltas USING (project_id)
    GROUP BY project_id
    ORDER BY project_id
    ON CONFLICT (project_id) DO UPDATE SET
        revision = excluded.revision,
        sessions = t.sessions + excluded.sessions,
        session_ms = t.session_ms + excluded.session_ms,
        {metrics: # = t.# + excluded.#}
    RETURNING project_id
)
INSERT INTO touched SELECT project_id, 'platform', '' FROM new
