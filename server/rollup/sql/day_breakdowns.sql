-- What the values of each dimension $1 count in those days of the helping that pay, with the viewers by each definition
-- of a view; beyond the first $2 values of a day, all together (is_rest). All classes of traffic decide which are first.
WITH by_viewer AS MATERIALIZED (  -- first, so that distinct viewers need no sorting
    SELECT
        project_id, digest_days.content_id, digest_days.day, fact.dimension, fact.value, fact.traffic, fact.viewer_id,
        sum(fact.views) AS views, sum(fact.engaged_views) AS engaged_views, sum(fact.peertube_views) AS peertube_views,
        sum(fact.linkedin_views) AS linkedin_views, sum(fact.plays) AS plays, sum(fact.watch_ms) AS watch_ms,
        sum(fact.completed_full) AS completed_full, sum(fact.engagement_events) AS engagement_events
    FROM digest_days, LATERAL breakdown_facts(
        project_id, content_id, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC', $1::text[]
    ) AS fact
    WHERE pays
    GROUP BY project_id, digest_days.content_id, digest_days.day, fact.dimension, fact.value, fact.traffic,
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
    SELECT *, part * ($2::bigint + 1) + least(rank, $2 + 1) AS slot FROM ranked
), summed AS (
    SELECT
        slot, traffic, sum(views)::bigint AS views, sum(engaged_views)::bigint AS engaged_views,
        sum(peertube_views)::bigint AS peertube_views, sum(linkedin_views)::bigint AS linkedin_views,
        sum(plays)::bigint AS plays, sum(watch_ms)::bigint AS watch_ms, sum(completed_full)::bigint AS completed_full,
        sum(engagement_events)::bigint AS engagement_events,
        array_agg(viewer_id) FILTER (WHERE views > 0 AND viewer_id IS NOT NULL) AS viewers,
        array_agg(viewer_id) FILTER (WHERE engaged_views > 0 AND viewer_id IS NOT NULL) AS engaged_viewers,
        array_agg(viewer_id) FILTER (WHERE peertube_views > 0 AND viewer_id IS NOT NULL) AS peertube_viewers,
        array_agg(viewer_id) FILTER (WHERE linkedin_views > 0 AND viewer_id IS NOT NULL) AS linkedin_viewers
    FROM by_viewer JOIN slots USING (project_id, content_id, day, dimension, value)
    GROUP BY slot, traffic
)
SELECT
    project_id, content_id, dimension, day, rank > $2 AS is_rest, CASE WHEN rank > $2 THEN '' ELSE value END AS value,
    traffic, views, engaged_views, peertube_views, linkedin_views, plays, watch_ms, completed_full, engagement_events,
    viewers, engaged_viewers, peertube_viewers, linkedin_viewers
FROM summed JOIN slots USING (slot)
WHERE rank <= $2 + 1
