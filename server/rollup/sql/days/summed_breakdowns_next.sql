-- A project whose breakdowns of days that are not kept are not added up, up to when they may be, and the first day that was
-- summarized (null: none); no row if there is none.
SELECT
    project_id, days_since,
    coalesce(
        (nullif(breakdowns_since, '-infinity') AT TIME ZONE 'UTC')::date,
        (
            SELECT min(day) FROM summarized_days
            WHERE summarized_days.project_id = state.project_id AND day > :beginning::date
        )
    ) AS day
FROM rollup_state AS state
WHERE breakdowns_since < days_since AND accepts_since < 'infinity'
ORDER BY project_id
LIMIT 1
