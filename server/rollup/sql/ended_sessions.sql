-- Sessions that end because so much time has passed without an event: they turn final, which nothing else would tell
-- their subscribers. Those that an event closed, or that the run has touched, are told already.
-- $1 session timeout
WITH ended AS MATERIALIZED (
    SELECT sessions.project_id, sessions.session_id
    FROM moved_as_of AS moved
    CROSS JOIN LATERAL (
        SELECT project_id, session_id
        FROM sessions
        WHERE sessions.project_id = moved.project_id
            AND last_event_at > moved.was - $1::interval AND last_event_at <= moved.is_now - $1::interval
            AND (closed_at IS NULL OR closed_at < last_event_at)
    ) AS sessions
    WHERE moved.was > '-infinity'
        AND NOT EXISTS (
            SELECT FROM touched
            WHERE touched.kind = 'session'
                AND touched.project_id = sessions.project_id AND touched.id = sessions.session_id
        )
), next AS (
    UPDATE rollup_state SET revision = revision + 1
    WHERE project_id IN (SELECT project_id FROM ended) AND project_id NOT IN (SELECT project_id FROM run_revisions)
    RETURNING project_id, revision
), noted AS (
    INSERT INTO run_revisions (project_id, revision) SELECT project_id, revision FROM next
), revised AS (
    UPDATE sessions AS t SET revision = known.revision
    FROM ended
    JOIN (SELECT project_id, revision FROM run_revisions UNION ALL SELECT project_id, revision FROM next) AS known
        USING (project_id)
    WHERE t.project_id = ended.project_id AND t.session_id = ended.session_id
    RETURNING t.project_id, t.session_id
)
INSERT INTO touched SELECT project_id, 'session', session_id FROM revised
