-- Closes the days before :end in some projects: from now on their events are rejected. All of these days without a daily summary are
-- marked to get one, since soon nothing else will have their breakdowns.
WITH before AS MATERIALIZED (
    SELECT project_id, accepts_since FROM rollup_state WHERE project_id = ANY (:projects::integer[])
), closed AS (
    INSERT INTO rollup_state AS state (project_id, accepts_since)
    SELECT project_id, :end::timestamptz FROM unnest(:projects::integer[]) AS asked (project_id) ORDER BY project_id
    ON CONFLICT (project_id) DO UPDATE SET accepts_since = greatest(state.accepts_since, excluded.accepts_since)
    RETURNING project_id
), days AS MATERIALIZED (
    SELECT DISTINCT project_id, content_id, (bucket AT TIME ZONE 'UTC')::date AS day
    FROM closed
        JOIN before USING (project_id)
        JOIN content_buckets USING (project_id)
    WHERE bucket >= before.accepts_since AND bucket < :end
        AND NOT EXISTS (
            SELECT 1 FROM summarized_days AS known
            WHERE known.project_id = content_buckets.project_id AND known.content_id = content_buckets.content_id
                AND known.day = (bucket AT TIME ZONE 'UTC')::date
        )
)
INSERT INTO stale_days (project_id, content_id, day)
SELECT project_id, content_id, day FROM days
ORDER BY project_id, content_id, day
ON CONFLICT DO NOTHING
