-- Viewers of each content by minute, where it is kept. As of content_viewer_buckets, a row of zeros stays with its old class.
WITH seen AS (
    SELECT
        project_id, kept_minute(occurred_at, minutes_since) AS minute, content_id, viewer_id, traffic,
        count(*) AS views, {definitions: 0 AS #_views}
    FROM claimed_events JOIN rollup_state USING (project_id)
    WHERE type = 'view_start' AND content_id IS NOT NULL AND viewer_id IS NOT NULL AND occurred_at >= minutes_since
    GROUP BY project_id, minute, content_id, viewer_id, traffic
    UNION ALL
    SELECT
        project_id, kept_minute(started_at, minutes_since) AS minute, content_id, viewer_id, traffic,
        0, {definitions: coalesce(sum(sign) FILTER (WHERE is_#), 0)}
    FROM play_changes JOIN rollup_state USING (project_id)
    WHERE viewer_id IS NOT NULL AND NOT reclassified AND true IN ({definitions: is_#}) AND started_at >= minutes_since
    GROUP BY project_id, minute, content_id, viewer_id, traffic
), incoming AS MATERIALIZED (
    SELECT
        project_id, minute, content_id, viewer_id, min(traffic) AS traffic,
        sum(views)::bigint AS views, {definitions: sum(#_views)::bigint AS #_views}
    FROM seen
    WHERE (views, {definitions: #_views}) <> (0, {definitions: 0})
    GROUP BY project_id, minute, content_id, viewer_id
)
INSERT INTO minute_viewers AS t (
    project_id, minute, content_id, viewer_id, traffic, views, {definitions: #_views})
SELECT project_id, minute, content_id, viewer_id, traffic, views, {definitions: #_views} FROM incoming
ORDER BY project_id, minute, content_id, viewer_id
ON CONFLICT (project_id, minute, content_id, viewer_id) DO UPDATE SET
    traffic = excluded.traffic,
    views = t.views + excluded.views,
    {definitions: #_views = t.#_views + excluded.#_views}
