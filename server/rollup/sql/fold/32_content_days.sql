-- What lists show of a content by day (UTC), on the days that have such rows already: those before days_until.
WITH added AS MATERIALIZED (
    SELECT
        project_id, content_id, (bucket AT TIME ZONE 'UTC')::date AS day, traffic, sum(views) AS views,
        {definitions: sum(#_views) AS #_views}, sum(watch_ms) AS watch_ms, sum(completed_full) AS completed_full,
        sum(likes) AS likes, sum(comments) AS comments, sum(shares) AS shares, sum(saves) AS saves, sum(clicks) AS clicks,
        sum(skips) AS skips
    FROM content_deltas LEFT JOIN rollup_state USING (project_id)
    WHERE bucket < coalesce(days_until, (now() AT TIME ZONE 'UTC')::date)::timestamp AT TIME ZONE 'UTC'
    GROUP BY project_id, content_id, 3, traffic
)
INSERT INTO content_days AS t (
    project_id, content_id, day, traffic, views, {definitions: #_views}, watch_ms, completed_full, likes, comments, shares, saves,
    clicks, skips)
SELECT
    project_id, content_id, day, traffic, views, {definitions: #_views}, watch_ms, completed_full, likes, comments, shares, saves,
    clicks, skips
FROM added
ORDER BY project_id, content_id, day, traffic
ON CONFLICT (project_id, content_id, day, traffic) DO UPDATE SET
    views = t.views + excluded.views,
    {definitions: #_views = t.#_views + excluded.#_views},
    watch_ms = t.watch_ms + excluded.watch_ms,
    completed_full = t.completed_full + excluded.completed_full,
    likes = t.likes + excluded.likes,
    comments = t.comments + excluded.comments,
    shares = t.shares + excluded.shares,
    saves = t.saves + excluded.saves,
    clicks = t.clicks + excluded.clicks,
    skips = t.skips + excluded.skips
