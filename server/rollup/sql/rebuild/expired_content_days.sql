-- What lists show of contents by day, up to the existing raw events.
INSERT INTO pg_temp.content_days (
    project_id, content_id, day, traffic, views, {definitions: #_views}, watch_ms, completed_full, likes, comments, shares,
    saves, clicks, skips)
SELECT
    project_id, content_id, (bucket AT TIME ZONE 'UTC')::date, traffic, sum(views), {definitions: sum(#_views)}, sum(watch_ms),
    sum(completed_full), sum(likes), sum(comments), sum(shares), sum(saves), sum(clicks), sum(skips)
FROM pg_temp.content_buckets JOIN rollup_state USING (project_id)
WHERE bucket < days_until::timestamp AT TIME ZONE 'UTC'
GROUP BY project_id, content_id, 3, traffic
