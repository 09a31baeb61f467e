-- Sessions that end because so much time has passed without an event: they turn final, which nothing else would tell
-- their subscribers. Those that an event closed, or that the run has touched, are told already.
-- $1 session timeout
WITH passed AS MATERIALIZED (
    SELECT
        project_id, was - $1::interval AS was, is_now - $1::interval AS is_now,
        date_bin('30 seconds', was - $1::interval, '1970-01-01 00:00:00+00') AS first_bin
    FROM moved_as_of
    WHERE was > '-infinity' AND is_now > was
), recent AS MATERIALIZED (
    SELECT project_id, session_id, traffic, first_event_at, last_event_at, closed_at
    FROM sessions
    WHERE last_event_bin >= (SELECT min(first_bin) FROM passed) AND last_event_bin <= (SELECT max(is_now) FROM passed)
), ended AS MATERIALIZED (
    SELECT recent.*
    FROM recent JOIN passed USING (project_id)
    WHERE last_event_at > passed.was AND last_event_at <= passed.is_now
        AND (closed_at IS NULL OR closed_at < last_event_at)
        AND NOT EXISTS (
            SELECT FROM touched
            WHERE touched.kind = 'session' AND touched.project_id = recent.project_id
                AND touched.id = recent.session_id
        )
), next AS (
    UPDATE rollup_state SET revision = revision + 1
    WHERE project_id IN (SELECT project_id FROM ended) AND project_id NOT IN (SELECT project_id FROM run_revisions)
    RETURNING project_id, revision
), noted AS (
    INSERT INTO run_revisions (project_id, revision) SELECT project_id, revision FROM next
), revised AS (
    INSERT INTO sessions AS t (project_id, session_id, traffic, first_event_at, last_event_at, revision)
    SELECT ended.project_id, session_id, traffic, first_event_at, last_event_at, known.revision
    FROM ended
    JOIN (SELECT project_id, revision FROM run_revisions UNION ALL SELECT project_id, revision FROM next) AS known
        USING (project_id)
    ORDER BY ended.project_id, session_id
    ON CONFLICT (project_id, session_id) DO UPDATE SET revision = excluded.revision
    RETURNING project_id, session_id
)
INSERT INTO touched SELECT project_id, 'session', session_id FROM revised
