-- Projects with closed days that still have raw events, and what these days wait for: events that are not counted yet, and
-- days of contents that are not summarized. Scores and curves are computed from what is kept.
SELECT
    project_id, accepts_since,
    EXISTS (
        SELECT 1 FROM events JOIN ingest_batches AS pending USING (project_id, batch_id)
        WHERE events.project_id = state.project_id AND occurred_at < accepts_since
    ) AS has_pending,
    (
        SELECT count(*) FROM stale_days
        WHERE stale_days.project_id = state.project_id AND day::timestamp AT TIME ZONE 'UTC' >= raw_since
            AND day::timestamp AT TIME ZONE 'UTC' < accepts_since
    ) AS unsummarized
FROM rollup_state AS state
WHERE raw_since < accepts_since AND accepts_since < 'infinity'
ORDER BY project_id
