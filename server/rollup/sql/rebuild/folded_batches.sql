-- The batches whose events are in the roll-up tables (those with the content $1), with their number of events.
SELECT batch_id, count(*) AS events
FROM events
WHERE ($1::text IS NULL OR content_id = $1)
    AND NOT EXISTS (SELECT FROM ingest_batches AS pending WHERE pending.batch_id = events.batch_id)
GROUP BY batch_id
ORDER BY batch_id
