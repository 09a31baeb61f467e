-- Claims the oldest batches, up to about :events events, by deleting them. A batch id is claimed for all projects at once.
WITH pending AS (
    SELECT batch_id, sum(events) AS events FROM ingest_batches GROUP BY batch_id
), queued AS (
    SELECT batch_id, sum(events) OVER (ORDER BY batch_id) - events AS before FROM pending
)
DELETE FROM ingest_batches
WHERE batch_id IN (SELECT batch_id FROM queued WHERE before < :events)
RETURNING project_id, batch_id, events, created_at, first_id, last_id, trace
