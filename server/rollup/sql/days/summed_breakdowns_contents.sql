-- At most :limit contents of :project that have breakdowns of :day.
SELECT content_id
FROM content_states AS known
WHERE project_id = :project
    AND EXISTS (
        SELECT 1 FROM summarized_days
        WHERE summarized_days.project_id = :project AND summarized_days.content_id = known.content_id AND day = :day::date
    )
    AND EXISTS (
        SELECT 1 FROM day_breakdowns
        WHERE day_breakdowns.project_id = :project AND day_breakdowns.content_id = known.content_id
            AND dimension = ANY (:dimensions::text[]) AND day_breakdowns.day = :day
    )
LIMIT :limit
