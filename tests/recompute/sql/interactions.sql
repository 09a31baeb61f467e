-- The events of a viewer or of a session ($by: user, session), newest first; of the types $types, unless that is null.
SELECT *
FROM events
WHERE CASE $by WHEN 'user' THEN user_id ELSE session_id END = $name
    AND ($types IS NULL OR list_contains($types, type))
ORDER BY occurred_at DESC, id DESC
