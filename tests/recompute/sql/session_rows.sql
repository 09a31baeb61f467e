-- All events of each session, of any content and any viewer.
WITH done AS (
    SELECT
        session_id, max(user_id) AS user_id,
        min(occurred_at) FILTER (WHERE occurred_at::DATE >= ends_at::DATE - 1) AS first_at, max(occurred_at) AS last_at,
        max(occurred_at) FILTER (WHERE type = 'SESSION_END') AS closed_at, count(*) AS events,
        count(DISTINCT content_id) FILTER (WHERE type = 'VIEW_START') AS contents_viewed,
        count(*) FILTER (WHERE type = 'IMPRESSION') AS impressions, count(*) FILTER (WHERE type = 'LIKE') AS likes,
        count(*) FILTER (WHERE type = 'SAVE') AS saves, count(*) FILTER (WHERE type = 'COMMENT') AS comments,
        count(*) FILTER (WHERE type = 'SHARE') AS shares, count(*) FILTER (WHERE type = 'CLICK') AS clicks,
        count(*) FILTER (WHERE type IN ('SKIP', 'SWIPE_AWAY')) AS skips
    FROM (SELECT *, max(occurred_at) OVER (PARTITION BY session_id) AS ends_at FROM events)
    WHERE session_id IS NOT NULL GROUP BY session_id
), watched AS (
    SELECT
        session_id, count(*) AS plays, count(*) FILTER (WHERE reach = 'full') AS completions, sum(watch_ms) AS watch_ms
    FROM plays WHERE session_id IS NOT NULL GROUP BY session_id
), viewed AS (
    SELECT session_id, count(*) AS views FROM views
    WHERE session_id IS NOT NULL AND definition = $definition GROUP BY session_id
)
SELECT
    done.*, coalesce(plays, 0) AS plays, coalesce(completions, 0) AS completions,
    coalesce(watch_ms, 0)::BIGINT AS watch_ms, coalesce(views, 0) AS views
FROM done LEFT JOIN watched USING (session_id) LEFT JOIN viewed USING (session_id)
