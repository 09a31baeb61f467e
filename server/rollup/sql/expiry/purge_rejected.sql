-- Deletes the rejected items received before :end.
DELETE FROM rejected_events WHERE received_at < :end
