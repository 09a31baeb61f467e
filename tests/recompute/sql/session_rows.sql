-- All events of each session, of any content and any viewer; its plays are those whose first event is in it.
WITH done AS (
    SELECT
        session_id, number, count(*) OVER (PARTITION BY session_id) AS sessions,
        max(max(user_id)) OVER (PARTITION BY session_id) AS user_id,
        min(occurred_at) AS first_at, max(occurred_at) AS last_at,
        max(occurred_at) FILTER (WHERE type = 'SESSION_END') AS closed_at, count(*) AS events,
        count(DISTINCT content_id) FILTER (WHERE type = 'VIEW_START') AS contents_viewed,
        count(*) FILTER (WHERE type = 'IMPRESSION') AS impressions, count(*) FILTER (WHERE type = 'LIKE') AS likes,
        count(*) FILTER (WHERE type = 'SAVE') AS saves, count(*) FILTER (WHERE type = 'COMMENT') AS comments,
        count(*) FILTER (WHERE type = 'SHARE') AS shares, count(*) FILTER (WHERE type = 'CLICK') AS clicks,
        count(*) FILTER (WHERE type IN ('SKIP', 'SWIPE_AWAY')) AS skips
    FROM session_events
    GROUP BY session_id, number
), watched AS (
    SELECT
        session_id, number, count(*) AS plays, count(*) FILTER (WHERE reach = 'full') AS completions,
        sum(watch_ms) AS watch_ms
    FROM plays JOIN visits USING (session_id)
    WHERE origin_at BETWEEN first_at AND last_at
    GROUP BY session_id, number
), viewed AS (
    SELECT session_id, number, count(*) AS views
    FROM (
        SELECT views.session_id, CASE definition WHEN 'start@1' THEN counted_at ELSE origin_at END AS moment
        FROM views LEFT JOIN plays USING (content_id, play_key)
        WHERE definition = $definition
    ) JOIN visits USING (session_id)
    WHERE moment BETWEEN first_at AND last_at
    GROUP BY session_id, number
)
SELECT
    done.*, coalesce(plays, 0) AS plays, coalesce(completions, 0) AS completions,
    coalesce(watch_ms, 0)::BIGINT AS watch_ms, coalesce(views, 0) AS views
FROM done LEFT JOIN watched USING (session_id, number) LEFT JOIN viewed USING (session_id, number)
ORDER BY session_id, number
