-- Deletes raw answers of all projects that were kept for long enough.
DELETE FROM social_answers WHERE at < :before
