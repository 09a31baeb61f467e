-- Whose the sessions of an id are: the user's whose event arrived first, by the server's clock; null for a guest's. is_guests: no
-- user was seen in any. Anyone can have an app's write key and send an event with another's session id, but not before the other
-- sent one. No row: nothing is known. An index has the sessions of an id in this order.
SELECT user_id IS NULL AS is_guests, nullif(user_id, '') AS user_id
FROM sessions
WHERE project_id = :project AND session_id = :session
ORDER BY user_at, sessions.user_id
LIMIT 1
