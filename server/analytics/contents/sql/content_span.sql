-- Time of a content's first event, and the last quarter-hour from $4 on in which something was counted (clocks may be ahead).
-- No row for a content without events.
-- $1 project, $2 content, $3 classes of traffic, $4 now
SELECT
    first_event_at,
    (
        SELECT max(bucket)
        FROM content_buckets
        WHERE project_id = $1 AND content_id = $2 AND bucket >= $4::timestamptz AND traffic = ANY ($3::smallint[])
            AND ({prefix}views, watch_ms, likes, comments, shares) <> (0, 0, 0, 0, 0)
    ) AS last_bucket
FROM content_states
WHERE project_id = $1 AND content_id = $2
