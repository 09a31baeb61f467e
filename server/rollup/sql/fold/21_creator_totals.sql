-- Counters of a creator over all time.
WITH new AS (
    INSERT INTO creator_totals AS t (project_id, creator_id, traffic, revision, sessions, session_ms, {metrics: #})
    SELECT
        project_id, creator_id, traffic,
        (SELECT revision FROM run_revisions WHERE run_revisions.project_id = creator_deltas.project_id),
        sum(sessions), sum(session_ms), {metrics: sum(#)}
    FROM creator_deltas
    WHERE creator_id IS NOT NULL
    GROUP BY project_id, creator_id, traffic
    ORDER BY project_id, creator_id, traffic
    ON CONFLICT (project_id, creator_id, traffic) DO UPDATE SET
        revision = excluded.revision,
        sessions = t.sessions + excluded.sessions,
        session_ms = t.session_ms + excluded.session_ms,
        {metrics: # = t.# + excluded.#}
    RETURNING project_id, creator_id
)
INSERT INTO touched_subjects SELECT DISTINCT project_id, 'creator', creator_id FROM new
