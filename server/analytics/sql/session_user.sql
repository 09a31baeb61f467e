-- Whose a session is: the user whose event arrived first, by the server's clock; null for a guest's. is_guests: no user was seen
-- in it. Anyone can have an app's write key and send an event into another's session, but not before the other began it.
-- No row: nothing is known.
SELECT user_id IS NULL AS is_guests, nullif(user_id, '') AS user_id
FROM sessions
WHERE project_id = :project AND session_id = :session
