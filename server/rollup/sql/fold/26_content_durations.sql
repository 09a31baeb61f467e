-- The longest duration that a content's plays reported. When it grows and the catalogue has none, the content's retention
-- daily summaries have parts of the wrong length: their days are summarized again.
WITH grown AS (
    INSERT INTO content_durations AS t (project_id, content_id, duration_ms)
    SELECT project_id, content_id, max(duration_ms)
    FROM claimed_events
    WHERE feeds_play AND duration_ms IS NOT NULL
    GROUP BY project_id, content_id
    ORDER BY project_id, content_id
    ON CONFLICT (project_id, content_id) DO UPDATE SET duration_ms = excluded.duration_ms
    WHERE t.duration_ms < excluded.duration_ms
    RETURNING project_id, content_id
), days AS MATERIALIZED (
    SELECT project_id, content_id, day
    FROM grown, LATERAL (
        SELECT day FROM summarized_days AS known
        WHERE known.project_id = grown.project_id AND known.content_id = grown.content_id
            AND (
                SELECT duration_ms FROM contents
                WHERE contents.project_id = grown.project_id AND contents.content_id = grown.content_id
            ) IS NULL
        OFFSET 0
    ) AS summarized
)
INSERT INTO stale_days (project_id, content_id, day)
SELECT project_id, content_id, day FROM days
ORDER BY project_id, content_id, day
ON CONFLICT (project_id, content_id, day) DO UPDATE SET touched_at = excluded.touched_at
