-- Rejected items, newest first. Parameters: project, id of the last item of the previous page, maximum number.
SELECT rejected_id, received_at, code, message, path, event_id, payload
FROM rejected_events
WHERE project_id = $1 AND rejected_id < coalesce($2::bigint, 9223372036854775807)
ORDER BY rejected_id DESC
LIMIT $3
