-- The counted events of a day of a project, but for those of batches that wait for a later run.
SELECT {values}
FROM events
WHERE project_id = :project AND occurred_at >= :start AND occurred_at < :end
    AND NOT EXISTS (SELECT 1 FROM ingest_batches AS uncounted WHERE uncounted.batch_id = events.batch_id)
    AND NOT EXISTS (SELECT 1 FROM archive_queue AS waiting WHERE waiting.batch_id = events.batch_id AND waiting.run IS NULL)
