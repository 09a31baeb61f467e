-- Deletes the rejected items received before $1.
DELETE FROM rejected_events WHERE received_at < $1
