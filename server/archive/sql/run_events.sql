-- The events of the batches of a run, but for those of days that it writes whole, or that another one will.
SELECT {values}
FROM events
WHERE batch_id IN (SELECT batch_id FROM archive_queue WHERE run = :run)
    AND NOT EXISTS (
        SELECT 1 FROM archive_stale AS spoilt
        WHERE spoilt.project_id = events.project_id AND spoilt.day = (events.occurred_at AT TIME ZONE 'UTC')::date
    )
