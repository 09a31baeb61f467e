-- Expired days are never summarized again.
DELETE FROM stale_days
USING rollup_state
WHERE stale_days.project_id = rollup_state.project_id AND day::timestamp AT TIME ZONE 'UTC' < raw_since
