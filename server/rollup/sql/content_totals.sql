-- Counters of a content over all time; every content with an event gets a row. Its creator is the one that its
-- earliest event naming one names.
WITH touched AS (
    SELECT project_id, content_id, min(occurred_at) FILTER (WHERE creator_id IS NOT NULL) AS creator_at
    FROM slice
    WHERE content_id IS NOT NULL
    GROUP BY project_id, content_id
), creators AS (
    SELECT DISTINCT ON (project_id, content_id) project_id, content_id, slice.creator_id, slice.id AS creator_event
    FROM slice JOIN touched USING (project_id, content_id)
    WHERE slice.creator_id IS NOT NULL AND slice.occurred_at = touched.creator_at
    ORDER BY project_id, content_id, slice.id
), counted AS (
    SELECT project_id, content_id, {metrics: sum(#) AS #}, {histogram: sum(#) AS #}
    FROM deltas
    WHERE content_id IS NOT NULL
    GROUP BY project_id, content_id
)
INSERT INTO content_totals AS t (
    project_id, content_id, creator_id, creator_at, creator_event, unique_viewers, rewatches, revision,
    {metrics: #}, {histogram: #})
SELECT
    project_id, content_id, creator_id, creator_at, creator_event,
    coalesce(unique_viewers, 0), coalesce(rewatches, 0), revision,
    {metrics: coalesce(counted.#, 0)}, {histogram: coalesce(counted.#, 0)}
FROM touched
    JOIN run_revisions USING (project_id)
    LEFT JOIN creators USING (project_id, content_id)
    LEFT JOIN viewer_changes USING (project_id, content_id)
    LEFT JOIN counted USING (project_id, content_id)
ORDER BY project_id, content_id
ON CONFLICT (project_id, content_id) DO UPDATE SET
    (creator_id, creator_at, creator_event) = (
        SELECT creator_id, creator_at, creator_event
        FROM (VALUES (t.creator_id, t.creator_at, t.creator_event),
            (excluded.creator_id, excluded.creator_at, excluded.creator_event)
        ) AS named (creator_id, creator_at, creator_event)
        ORDER BY creator_at NULLS LAST, creator_event LIMIT 1),
    unique_viewers = t.unique_viewers + excluded.unique_viewers,
    rewatches = t.rewatches + excluded.rewatches,
    revision = excluded.revision,
    {metrics: # = t.# + excluded.#},
    {histogram: # = t.# + excluded.#}
