-- Counts of the values of each dimension on the days of the batch that are large enough, with the viewers by each definition
-- of a view; values beyond the top :limit of a day are combined (is_rest). The top values are chosen over all classes of
-- traffic.
WITH by_viewer AS MATERIALIZED (  -- first, so that distinct viewers need no sorting
    SELECT
        project_id, days_to_summarize.content_id, days_to_summarize.day, fact.dimension, fact.value, fact.traffic, fact.viewer_id,
        sum(fact.views) AS views, {definitions: sum(fact.#_views) AS #_views}, sum(fact.plays) AS plays, sum(fact.watch_ms) AS watch_ms,
        sum(fact.completed_full) AS completed_full, sum(fact.engagement_events) AS engagement_events
    FROM days_to_summarize, LATERAL breakdown_facts(
        project_id, content_id, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC',
        :dimensions::text[]
    ) AS fact
    WHERE pays
    GROUP BY project_id, days_to_summarize.content_id, days_to_summarize.day, fact.dimension, fact.value, fact.traffic,
        fact.viewer_id
), ranked AS (
    SELECT
        project_id, content_id, day, dimension, value,
        row_number() OVER (
            PARTITION BY project_id, content_id, day, dimension
            ORDER BY sum(views) + sum(plays) DESC, sum(engagement_events) DESC, value COLLATE "C"
        ) AS rank,
        dense_rank() OVER (ORDER BY project_id, content_id, day, dimension) AS part
    FROM by_viewer
    GROUP BY project_id, content_id, day, dimension, value
), slots AS MATERIALIZED (  -- numbers instead of texts: they sort many times faster
    SELECT *, part * (:limit::bigint + 1) + least(rank, :limit + 1) AS slot FROM ranked
), summed AS (
    SELECT
        slot, traffic, sum(views)::bigint AS views, {definitions: sum(#_views)::bigint AS #_views},
        sum(plays)::bigint AS plays, sum(watch_ms)::bigint AS watch_ms, sum(completed_full)::bigint AS completed_full,
        sum(engagement_events)::bigint AS engagement_events,
        array_agg(viewer_id) FILTER (WHERE views > 0 AND viewer_id IS NOT NULL) AS viewers,
        {definitions: array_agg(viewer_id) FILTER (WHERE #_views > 0 AND viewer_id IS NOT NULL) AS #_viewers}
    FROM by_viewer JOIN slots USING (project_id, content_id, day, dimension, value)
    GROUP BY slot, traffic
)
SELECT
    project_id, content_id, dimension, day, rank > :limit AS is_rest, CASE WHEN rank > :limit THEN '' ELSE value END AS value,
    traffic, views, {definitions: #_views}, plays, watch_ms, completed_full, engagement_events,
    viewers, {definitions: #_viewers}
FROM summed JOIN slots USING (slot)
WHERE rank <= :limit + 1
