-- Viewers of each content by quarter-hour. sketch_changes records who gained a view by a definition, and who has none any
-- more. A row of zeros, left by a play that moved away, does not move when its viewer is reclassified: the viewer's next view
-- moves it.
WITH seen AS (
    SELECT
        project_id, content_id, bucket, viewer_id, coalesce(creator_id, '') AS creator_id, traffic,
        count(*) AS views, count(*) FILTER (WHERE is_rewatch) AS rewatch_views, {definitions: 0 AS #_views}
    FROM claimed_events
    WHERE type = 'view_start' AND content_id IS NOT NULL AND viewer_id IS NOT NULL
    GROUP BY project_id, content_id, bucket, viewer_id, creator_id, traffic
    UNION ALL
    SELECT
        project_id, content_id, bucket, viewer_id, coalesce(creator_id, ''), traffic,
        0, 0, {definitions: coalesce(sum(sign) FILTER (WHERE is_#), 0)}
    FROM play_changes
    WHERE viewer_id IS NOT NULL AND NOT reclassified AND true IN ({definitions: is_#})
    GROUP BY project_id, content_id, bucket, viewer_id, creator_id, traffic
), incoming AS MATERIALIZED (
    SELECT
        project_id, content_id, bucket, viewer_id, creator_id, min(traffic) AS traffic,
        sum(views)::bigint AS views, sum(rewatch_views)::bigint AS rewatch_views,
        {definitions: sum(#_views)::bigint AS #_views}
    FROM seen
    WHERE (views, {definitions: #_views}) <> (0, {definitions: 0})
    GROUP BY project_id, content_id, bucket, viewer_id, creator_id
), kept AS (
    INSERT INTO content_viewer_buckets AS t (
        project_id, content_id, bucket, viewer_id, creator_id, traffic, views, rewatch_views, {definitions: #_views})
    SELECT * FROM incoming
    ORDER BY project_id, content_id, bucket, viewer_id, creator_id
    ON CONFLICT (project_id, content_id, bucket, viewer_id, creator_id) DO UPDATE SET
        traffic = excluded.traffic,
        views = t.views + excluded.views,
        rewatch_views = t.rewatch_views + excluded.rewatch_views,
        {definitions: #_views = t.#_views + excluded.#_views}
    RETURNING project_id, content_id, bucket, viewer_id, creator_id, views, {definitions: #_views}
)
INSERT INTO sketch_changes (project_id, creator_id, bucket, traffic, viewer_id, gained, reclassified, start, {definitions: #})
SELECT project_id, creator_id, bucket, traffic, viewer_id, true, false, views > 0, {definitions: #_views > 0}
FROM incoming
WHERE greatest(views, {definitions: #_views}) > 0
UNION ALL
SELECT
    project_id, creator_id, bucket, taken.traffic, viewer_id, false, false, false,
    {definitions: taken.#_views < 0 AND kept.#_views = 0}
FROM (SELECT * FROM incoming WHERE least({definitions: #_views}) < 0) AS taken
    JOIN kept USING (project_id, content_id, bucket, viewer_id, creator_id)
