-- Distinct viewers who watch at a moment ($moment), for each content, creator or the platform ($by): those whose latest sign
-- at a content, ties by id, is one of watching, less than 30 seconds old, with no end of its session since. What is
-- dated ahead of its arrival is as old as that; more than 30 seconds ahead it is no sign.
WITH latest AS (
    SELECT *, CASE $by WHEN 'content' THEN content_id WHEN 'creator' THEN creator_id ELSE '' END AS whose
    FROM classed
    WHERE content_id IS NOT NULL AND type IN (
        'VIEW_START', 'VIEW_PROGRESS', 'RESUME', 'SEEK', 'PAUSE', 'VIEW_COMPLETE', 'SKIP', 'SWIPE_AWAY')
        AND occurred_at <= received_at + INTERVAL 30 SECOND
    QUALIFY row_number() OVER (PARTITION BY content_id, viewer_id ORDER BY occurred_at DESC, id DESC) = 1
), ended AS (
    SELECT session_id, max(occurred_at) AS ended_at FROM events WHERE type = 'SESSION_END' GROUP BY session_id
)
SELECT whose AS name, count(DISTINCT viewer_id) AS viewers
FROM latest LEFT JOIN ended USING (session_id)
WHERE type IN ('VIEW_START', 'VIEW_PROGRESS', 'RESUME', 'SEEK') 
    AND least(occurred_at, received_at) > $moment - INTERVAL 30 SECOND
    AND coalesce(ended_at < occurred_at, true) AND traffic IN (SELECT unnest($classes)) AND whose IS NOT NULL
GROUP BY whose
