-- Removes the days of the batch from the stale days.
DELETE FROM stale_days
USING digest_days
WHERE stale_days.project_id = digest_days.project_id AND stale_days.content_id = digest_days.content_id
    AND stale_days.day = digest_days.day
