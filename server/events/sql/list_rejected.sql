-- Rejected items, newest first, after the item :after_id.
SELECT rejected_id, received_at, code, message, path, event_id, payload
FROM rejected_events
WHERE project_id = :project AND rejected_id {less} coalesce(:after_id::bigint, {largest})
ORDER BY rejected_id {desc}
LIMIT :limit
