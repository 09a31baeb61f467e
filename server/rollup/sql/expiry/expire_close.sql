-- Closes the days before :end in some projects: from now on their events are rejected. All of these days without a daily summary are
-- are marked to get one, since soon nothing else will have their breakdowns.
WITH closed AS (
    INSERT INTO rollup_state AS state (project_id, accepts_since)
    SELECT project_id, :end::timestamptz FROM unnest(:projects::integer[]) AS asked (project_id) ORDER BY project_id
    ON CONFLICT (project_id) DO UPDATE SET accepts_since = greatest(state.accepts_since, excluded.accepts_since)
    RETURNING project_id
)
INSERT INTO stale_days (project_id, content_id, day)
SELECT DISTINCT project_id, content_id, (bucket AT TIME ZONE 'UTC')::date
FROM closed
    JOIN rollup_state AS before USING (project_id)  -- as it was: a statement does not see what it writes
    JOIN content_buckets USING (project_id)
WHERE bucket >= before.accepts_since AND bucket < :end
    AND NOT EXISTS (
        SELECT 1 FROM summarized_days AS known
        WHERE known.project_id = content_buckets.project_id AND known.content_id = content_buckets.content_id
            AND known.day = (bucket AT TIME ZONE 'UTC')::date
    )
ORDER BY project_id, content_id, 3
ON CONFLICT DO NOTHING
