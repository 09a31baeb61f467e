-- Like breakdown_days for one content and one dimension, but from plays and events, with distinct viewers: the top values, at
-- most :limit, most views first, and all other values together (rank null).
WITH facts AS MATERIALIZED (
    SELECT
        value, viewer_id, {prefix}views AS views, plays, watch_ms, completed_full, engagement_events
    FROM breakdown_facts(:project, :content, coalesce(:start::timestamptz, '-infinity'),
        coalesce(:end::timestamptz, 'infinity'), ARRAY[:dimension::text])
    WHERE traffic = ANY (:classes::smallint[])
), ranked AS MATERIALIZED (
    SELECT
        value,
        row_number() OVER (
            ORDER BY sum(views) DESC, sum(plays) DESC, sum(engagement_events) DESC, value COLLATE "C"
        ) AS position
    FROM facts
    GROUP BY value
    HAVING sum(views) > 0 OR sum(plays) > 0 OR sum(engagement_events) > 0
), placed AS (
    SELECT facts.*, CASE WHEN position <= :limit::integer THEN position END AS rank FROM facts JOIN ranked USING (value)
)
SELECT
    rank, CASE WHEN rank IS NOT NULL THEN max(value) END AS value, sum(views)::bigint AS views,
    sum(plays)::bigint AS plays, sum(watch_ms)::bigint AS watch_ms, sum(completed_full)::bigint AS completed_full,
    sum(engagement_events)::bigint AS engagement_events,
    count(DISTINCT viewer_id) FILTER (WHERE views > 0) AS unique_viewers
FROM placed
GROUP BY rank
ORDER BY rank
