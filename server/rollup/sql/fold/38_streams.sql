-- Streams: the signs of their viewers, when they began and ended, and what that changes in each second. A new sign changes what
-- the sign before it ends, and what the sign after it begins: of each viewer with new signs, the signs between these two are
-- looked at as they were (sign -1) and as they are (sign +1).
WITH fresh AS MATERIALIZED (
    SELECT
        project_id, content_id, viewer_id, occurred_at AS signed_at, event_key, type <> 'stream_leave' AS is_present, traffic
    FROM claimed_events
    WHERE type IN ('stream_join', 'stream_leave', 'stream_chat', 'stream_gift')
        AND content_id IS NOT NULL AND viewer_id IS NOT NULL
), spans AS MATERIALIZED (
    SELECT project_id, content_id, viewer_id, first_at, last_at, before_at, after_at
    FROM (
        SELECT project_id, content_id, viewer_id, min(signed_at) AS first_at, max(signed_at) AS last_at
        FROM fresh
        GROUP BY project_id, content_id, viewer_id
    ) AS signed, LATERAL (
        SELECT max(signed_at) AS before_at FROM stream_signs AS known
        WHERE known.project_id = signed.project_id AND known.content_id = signed.content_id
            AND known.viewer_id = signed.viewer_id AND known.signed_at < first_at
    ) AS before, LATERAL (
        SELECT min(signed_at) AS after_at FROM stream_signs AS known
        WHERE known.project_id = signed.project_id AND known.content_id = signed.content_id
            AND known.viewer_id = signed.viewer_id AND known.signed_at > last_at
    ) AS after
), stored AS MATERIALIZED (
    SELECT found.*, before_at IS NOT NULL AS signs_before, after_at IS NOT NULL AS signs_after
    FROM spans, LATERAL (
        SELECT project_id, content_id, viewer_id, signed_at, event_key, is_present, traffic FROM stream_signs AS known
        WHERE known.project_id = spans.project_id AND known.content_id = spans.content_id
            AND known.viewer_id = spans.viewer_id
            AND known.signed_at >= coalesce(before_at, first_at) AND known.signed_at <= coalesce(after_at, last_at)
        OFFSET 0
    ) AS found
), sequences AS (
    SELECT -1 AS sign, * FROM stored
    UNION ALL
    SELECT 1, * FROM stored
    UNION ALL
    SELECT 1, fresh.*, before_at IS NOT NULL, after_at IS NOT NULL
    FROM fresh JOIN spans USING (project_id, content_id, viewer_id)
), {include: stream_steps}, sent AS (
    SELECT
        project_id, content_id, date_bin('1 second', occurred_at, '1970-01-01 00:00:00+00') AS second, traffic,
        coalesce(sum(sign) FILTER (WHERE type = 'stream_chat'), 0) AS messages,
        coalesce(sum(sign) FILTER (WHERE type = 'stream_gift'), 0) AS gifts
    FROM counted
    WHERE type IN ('stream_chat', 'stream_gift') AND content_id IS NOT NULL
    GROUP BY project_id, content_id, second, traffic
), signed AS (
    INSERT INTO stream_signs (project_id, content_id, viewer_id, signed_at, event_key, is_present, traffic)
    SELECT * FROM fresh
    ORDER BY project_id, content_id, viewer_id, signed_at, event_key
), marked AS (
    INSERT INTO stream_marks (project_id, content_id, marked_at, event_key, is_start)
    SELECT project_id, content_id, occurred_at, event_key, type = 'stream_start'
    FROM claimed_events
    WHERE type IN ('stream_start', 'stream_end') AND content_id IS NOT NULL
    ORDER BY project_id, content_id, occurred_at, event_key
)
INSERT INTO stream_seconds AS t (project_id, content_id, second, traffic, joins, leaves, viewers, messages, gifts)
SELECT
    project_id, content_id, second, traffic, coalesce(joins, 0), coalesce(leaves, 0), coalesce(viewers, 0),
    coalesce(messages, 0), coalesce(gifts, 0)
FROM steps FULL JOIN sent USING (project_id, content_id, second, traffic)
ORDER BY project_id, content_id, second, traffic
ON CONFLICT (project_id, content_id, second, traffic) DO UPDATE SET
    joins = t.joins + excluded.joins,
    leaves = t.leaves + excluded.leaves,
    viewers = t.viewers + excluded.viewers,
    messages = t.messages + excluded.messages,
    gifts = t.gifts + excluded.gifts
