-- Deletes the breakdowns of the batch's days, by each dimension, since the key begins with it.
DELETE FROM day_breakdowns
USING days_to_summarize, unnest(:dimensions::text[]) AS every (dimension)
WHERE day_breakdowns.project_id = days_to_summarize.project_id AND day_breakdowns.content_id = days_to_summarize.content_id
    AND day_breakdowns.dimension = every.dimension AND day_breakdowns.day = days_to_summarize.day
