-- Deletes the breakdowns of the batch's days, by each dimension, since the key begins with it.
DELETE FROM day_breakdowns
USING digest_days, unnest(:dimensions::text[]) AS every (dimension)
WHERE day_breakdowns.project_id = digest_days.project_id AND day_breakdowns.content_id = digest_days.content_id
    AND day_breakdowns.dimension = every.dimension AND day_breakdowns.day = digest_days.day
