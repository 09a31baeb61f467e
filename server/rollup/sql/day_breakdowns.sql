-- What the values of each dimension $1 count in those days of the helping that pay, with the viewers by each definition
-- of a view; beyond the first $2 values of a day, all together (is_rest). All classes of traffic decide which are first.
WITH facts AS MATERIALIZED (
    SELECT digest_days.project_id, digest_days.content_id, digest_days.day, fact.*
    FROM digest_days, LATERAL breakdown_facts(
        project_id, content_id, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC', $1::text[]
    ) AS fact
    WHERE pays
), ranked AS (
    SELECT
        project_id, content_id, dimension, day, value,
        row_number() OVER (
            PARTITION BY project_id, content_id, dimension, day
            ORDER BY sum(views) + sum(plays) DESC, sum(engagement_events) DESC, value COLLATE "C"
        ) > $2::integer AS is_rest
    FROM facts
    GROUP BY project_id, content_id, dimension, day, value
)
SELECT
    project_id, content_id, dimension, day, is_rest, CASE WHEN is_rest THEN '' ELSE value END AS value, traffic,
    sum(views)::bigint AS views, sum(engaged_views)::bigint AS engaged_views,
    sum(peertube_views)::bigint AS peertube_views, sum(linkedin_views)::bigint AS linkedin_views,
    sum(plays)::bigint AS plays, sum(watch_ms)::bigint AS watch_ms, sum(completed_full)::bigint AS completed_full,
    sum(engagement_events)::bigint AS engagement_events,
    array_agg(DISTINCT viewer_id) FILTER (WHERE views > 0 AND viewer_id IS NOT NULL) AS viewers,
    array_agg(DISTINCT viewer_id) FILTER (WHERE engaged_views > 0 AND viewer_id IS NOT NULL) AS engaged_viewers,
    array_agg(DISTINCT viewer_id) FILTER (WHERE peertube_views > 0 AND viewer_id IS NOT NULL) AS peertube_viewers,
    array_agg(DISTINCT viewer_id) FILTER (WHERE linkedin_views > 0 AND viewer_id IS NOT NULL) AS linkedin_viewers
FROM facts JOIN ranked USING (project_id, content_id, dimension, day, value)
GROUP BY project_id, content_id, day, dimension, is_rest, 6, traffic
