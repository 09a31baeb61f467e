-- Time of a content's first event, and the last quarter-hour from :now on in which something was counted (clocks may be ahead).
-- No row for a content without events.
SELECT
    first_event_at,
    (
        SELECT max(bucket)
        FROM content_buckets
        WHERE project_id = :project AND content_id = :content AND bucket >= :now::timestamptz
            AND traffic = ANY (:classes::smallint[])
            AND ({prefix}views, watch_ms, likes, comments, shares) <> (0, 0, 0, 0, 0)
    ) AS last_bucket
FROM content_states
WHERE project_id = :project AND content_id = :content
