-- Raw events of :user and of the guests of the sessions :guests, in the order in which they happened.
SELECT {columns}, properties::text AS properties
FROM events
WHERE project_id = :project AND (user_id = :user::text OR user_id IS NULL AND session_id = ANY (:guests::text[]))
ORDER BY occurred_at, id
