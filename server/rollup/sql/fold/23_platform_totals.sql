-- Counters of the whole project over all time; every project with an event gets its row.
WITH new AS (
    INSERT INTO platform_totals AS t (project_id, traffic, revision, sessions, session_ms, {metrics: #})
    SELECT
        project_id, coalesce(traffic, 0), max(revision),
        coalesce(sum(sessions) FILTER (WHERE creator_id IS NULL), 0),
        coalesce(sum(session_ms) FILTER (WHERE creator_id IS NULL), 0),
        {metrics: coalesce(sum(#), 0)}
    FROM run_revisions LEFT JOIN creator_deltas USING (project_id)
    GROUP BY project_id, coalesce(traffic, 0)
    ORDER BY 1, 2
    ON CONFLICT (project_id, traffic) DO UPDATE SET
        revision = excluded.revision,
        sessions = t.sessions + excluded.sessions,
        session_ms = t.session_ms + excluded.session_ms,
        {metrics: # = t.# + excluded.#}
    RETURNING project_id
)
INSERT INTO touched_subjects SELECT DISTINCT project_id, 'platform', '' FROM new
