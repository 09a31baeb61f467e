-- Deletes the rejected items received before :until.
DELETE FROM rejected_events WHERE received_at < :until
