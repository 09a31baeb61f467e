-- Adds up the quarter-hours of the days before :today that have no rows in content_days yet; none of them is before :since.
WITH added AS (
    INSERT INTO content_days (
        project_id, content_id, day, traffic, views, {definitions: #_views}, watch_ms, completed_full, likes, comments, shares,
        saves, clicks, skips)
    SELECT
        project_id, content_id, (bucket AT TIME ZONE 'UTC')::date AS day, traffic, sum(views), {definitions: sum(#_views)},
        sum(watch_ms), sum(completed_full), sum(likes), sum(comments), sum(shares), sum(saves), sum(clicks), sum(skips)
    FROM content_buckets JOIN rollup_state USING (project_id)
    WHERE bucket >= :since::date::timestamp AT TIME ZONE 'UTC' AND bucket < :today::date::timestamp AT TIME ZONE 'UTC'
        AND bucket >= days_until::timestamp AT TIME ZONE 'UTC'
    GROUP BY project_id, content_id, 3, traffic
    ORDER BY 3, project_id, content_id, traffic
)
UPDATE rollup_state SET days_until = :today WHERE days_until < :today
