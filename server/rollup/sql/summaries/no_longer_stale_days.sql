-- Removes the days of the batch from the stale days.
DELETE FROM stale_days
USING days_to_summarize
WHERE stale_days.project_id = days_to_summarize.project_id AND stale_days.content_id = days_to_summarize.content_id
    AND stale_days.day = days_to_summarize.day
