-- At most :limit contents of :project that have breakdowns of :day.
SELECT content_id
FROM content_states AS known, LATERAL (
    SELECT 1 FROM summarized_days
    WHERE summarized_days.project_id = known.project_id AND summarized_days.content_id = known.content_id AND day = :day::date
    OFFSET 0
) AS summarized
WHERE project_id = :project AND EXISTS (
    SELECT 1
    FROM unnest(:dimensions::text[]) AS every (dimension), LATERAL (
        SELECT 1 FROM day_breakdowns
        WHERE day_breakdowns.project_id = known.project_id AND day_breakdowns.content_id = known.content_id
            AND day_breakdowns.dimension = every.dimension AND day_breakdowns.day = :day
        LIMIT 1
    ) AS one
)
LIMIT :limit
