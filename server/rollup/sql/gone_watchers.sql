-- Forgets who has given no sign for longer than the window, once as_of has passed it. Where somebody was still watching,
-- nothing else would tell the subscribers of the content and of its creator.
-- $1 the window
WITH gone AS MATERIALIZED (
    DELETE FROM watchers USING moved_as_of AS moved
    WHERE watchers.project_id = moved.project_id AND seen_at <= moved.is_now - $1::interval
    RETURNING watchers.project_id, content_id, creator_id, is_watching
), missed AS MATERIALIZED (
    SELECT project_id, 'content' AS kind, content_id AS id FROM gone WHERE is_watching
    UNION
    SELECT project_id, 'creator', creator_id FROM gone WHERE is_watching AND creator_id IS NOT NULL
), next AS (
    UPDATE rollup_state SET revision = revision + 1
    WHERE project_id IN (SELECT project_id FROM missed) AND project_id NOT IN (SELECT project_id FROM run_revisions)
    RETURNING project_id, revision
), noted AS (
    INSERT INTO run_revisions (project_id, revision) SELECT project_id, revision FROM next
), revised AS MATERIALIZED (
    SELECT project_id, revision FROM run_revisions UNION ALL SELECT project_id, revision FROM next
), contents AS (
    INSERT INTO content_states AS t (project_id, content_id, first_event_at, revision)
    SELECT project_id, id, first_event_at, revised.revision
    FROM missed JOIN revised USING (project_id), LATERAL (
        SELECT first_event_at FROM content_states AS known
        WHERE known.project_id = missed.project_id AND known.content_id = missed.id
        LIMIT 1
    ) AS state
    WHERE kind = 'content'
    ON CONFLICT (project_id, content_id) DO UPDATE SET revision = excluded.revision
), creators AS (
    INSERT INTO creator_totals AS t (project_id, creator_id, traffic, revision)
    SELECT project_id, id, totals.traffic, revised.revision
    FROM missed JOIN revised USING (project_id), LATERAL (
        SELECT traffic FROM creator_totals AS known
        WHERE known.project_id = missed.project_id AND known.creator_id = missed.id
        OFFSET 0
    ) AS totals
    WHERE kind = 'creator'
    ON CONFLICT (project_id, creator_id, traffic) DO UPDATE SET revision = excluded.revision
), platforms AS (
    UPDATE platform_totals AS t SET revision = revised.revision
    FROM revised
    WHERE t.project_id = revised.project_id AND t.project_id IN (SELECT project_id FROM missed)
)
INSERT INTO touched
SELECT project_id, kind, id FROM missed
UNION
SELECT project_id, 'platform', '' FROM missed
