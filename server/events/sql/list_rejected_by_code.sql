-- Rejected items with one code, newest first, after the item :after_id.
SELECT rejected_id, received_at, code, message, path, event_id, payload
FROM rejected_events
WHERE project_id = :project AND code = :code
    AND rejected_id {less} CASE WHEN :after_id::bigint IS NULL THEN {largest} ELSE :after_id END
ORDER BY rejected_id {desc}
LIMIT :limit
