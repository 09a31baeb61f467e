-- Takes out the breakdowns of some contents of :project on two days, by each dimension, since the key begins with it.
DELETE FROM day_breakdowns
USING unnest(:contents::text[]) AS asked (content_id), unnest(:dimensions::text[]) AS every (dimension)
WHERE day_breakdowns.project_id = :project AND day_breakdowns.content_id = asked.content_id
    AND day_breakdowns.dimension = every.dimension AND day_breakdowns.day IN (:day::date, :beginning::date)
RETURNING day_breakdowns.*
