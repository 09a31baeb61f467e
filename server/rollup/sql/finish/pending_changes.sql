-- Assigns the run's revision to subjects that changed without an event of the run; a project has one revision per run.
WITH next AS (
    INSERT INTO rollup_state AS t (project_id, revision)
    SELECT DISTINCT project_id, 1 FROM pending_changes WHERE project_id NOT IN (SELECT project_id FROM run_revisions)
    ORDER BY project_id
    ON CONFLICT (project_id) DO UPDATE SET revision = t.revision + 1
    RETURNING project_id, revision
), noted AS (
    INSERT INTO run_revisions (project_id, revision) SELECT project_id, revision FROM next
), revised AS MATERIALIZED (
    SELECT DISTINCT kind, id, project_id, revision  -- noticed for one reason or for several
    FROM pending_changes JOIN (SELECT project_id, revision FROM run_revisions UNION ALL SELECT project_id, revision FROM next) AS known
        USING (project_id)
), contents AS (
    INSERT INTO content_states AS t (project_id, content_id, first_event_at, revision)
    SELECT project_id, id, first_event_at, revision
    FROM revised, LATERAL (
        SELECT first_event_at FROM content_states AS known
        WHERE known.project_id = revised.project_id AND known.content_id = revised.id
        LIMIT 1
    ) AS state
    WHERE kind = 'content'
    ORDER BY project_id, id
    ON CONFLICT (project_id, content_id) DO UPDATE SET revision = excluded.revision
), creators AS (
    INSERT INTO creator_totals AS t (project_id, creator_id, traffic, revision)
    SELECT project_id, id, totals.traffic, revision
    FROM revised, LATERAL (
        SELECT traffic FROM creator_totals AS known
        WHERE known.project_id = revised.project_id AND known.creator_id = revised.id
        OFFSET 0
    ) AS totals
    WHERE kind = 'creator'
    ORDER BY project_id, id, traffic
    ON CONFLICT (project_id, creator_id, traffic) DO UPDATE SET revision = excluded.revision
), sessions AS (
    INSERT INTO sessions AS t (project_id, session_id, first_event_at, last_event_at, revision)
    SELECT project_id, id, session.first_event_at, session.last_event_at, revised.revision
    FROM revised, LATERAL (
        SELECT first_event_at, last_event_at FROM sessions AS known
        WHERE known.project_id = revised.project_id AND known.session_id = revised.id
        ORDER BY first_event_at DESC
        LIMIT 1
    ) AS session
    WHERE kind = 'session'
    ORDER BY project_id, id
    ON CONFLICT (project_id, session_id, first_event_at) DO UPDATE SET revision = excluded.revision
), platforms AS (
    UPDATE platform_totals AS t SET revision = revised.revision
    FROM revised
    WHERE kind = 'platform' AND t.project_id = revised.project_id
), untouched AS MATERIALIZED (
    SELECT project_id, kind, id FROM revised EXCEPT SELECT project_id, kind, id FROM touched_subjects
)
INSERT INTO touched_subjects (project_id, kind, id)
SELECT project_id, kind, id FROM untouched
