-- Counters of a content over all time; every content with an event gets a row. Its creator is the one that its
-- earliest event naming one names, the smallest name if two are as early.
WITH named AS (
    SELECT project_id, content_id, creator_id, min(occurred_at) AS creator_at
    FROM slice
    WHERE content_id IS NOT NULL
    GROUP BY project_id, content_id, creator_id
), seen AS (
    SELECT DISTINCT ON (project_id, content_id)
        project_id, content_id, creator_id, CASE WHEN creator_id IS NOT NULL THEN creator_at END AS creator_at,
        min(creator_id) OVER content AS creator_least, max(creator_id) OVER content AS creator_most
    FROM named
    WINDOW content AS (PARTITION BY project_id, content_id)
    ORDER BY project_id, content_id, creator_id IS NULL, named.creator_at, creator_id
), viewers AS (
    SELECT
        project_id, content_id,
        sum(sign) FILTER (WHERE views > 0) AS unique_viewers,
        sum(sign * greatest(views - 1, rewatch_views, 0)) AS rewatches
    FROM viewer_changes
    GROUP BY project_id, content_id
), counted AS (
    SELECT project_id, content_id, {metrics: sum(#) AS #}, {histogram: sum(#) AS #}
    FROM content_deltas
    GROUP BY project_id, content_id
), new AS (
    INSERT INTO content_totals AS t (
        project_id, content_id, creator_id, creator_at, creator_least, creator_most, unique_viewers, rewatches,
        revision,
        {metrics: #}, {histogram: #})
    SELECT
        project_id, content_id, creator_id, creator_at, creator_least, creator_most,
        coalesce(unique_viewers, 0), coalesce(rewatches, 0),
        (SELECT revision FROM run_revisions WHERE run_revisions.project_id = seen.project_id),
        {metrics: coalesce(counted.#, 0)}, {histogram: coalesce(counted.#, 0)}
    FROM seen
        LEFT JOIN viewers USING (project_id, content_id)
        LEFT JOIN counted USING (project_id, content_id)
    ORDER BY project_id, content_id
    ON CONFLICT (project_id, content_id) DO UPDATE SET
        creator_id = CASE WHEN is_earlier(excluded.creator_at, excluded.creator_id, t.creator_at, t.creator_id)
            THEN excluded.creator_id ELSE t.creator_id END,
        creator_at = least(t.creator_at, excluded.creator_at),
        creator_least = least(t.creator_least, excluded.creator_least),
        creator_most = greatest(t.creator_most, excluded.creator_most),
        unique_viewers = t.unique_viewers + excluded.unique_viewers,
        rewatches = t.rewatches + excluded.rewatches,
        revision = excluded.revision,
        {metrics: # = t.# + excluded.#},
        {histogram: # = t.# + excluded.#}
    RETURNING project_id, content_id
)
INSERT INTO touched SELECT project_id, 'content', content_id FROM new
