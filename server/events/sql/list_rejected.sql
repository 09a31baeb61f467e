-- Rejected items, newest first, after the item :after_id of the previous page.
SELECT rejected_id, received_at, code, message, path, event_id, payload
FROM rejected_events
WHERE project_id = :project AND rejected_id < coalesce(:after_id::bigint, 9223372036854775807)
ORDER BY rejected_id DESC
LIMIT :limit
