-- The batches whose events (of one content, unless it is null) are in the roll-up tables, with their number of events.
SELECT batch_id, count(*) AS events
FROM events
WHERE (:content::text IS NULL OR content_id = :content)
    AND NOT EXISTS (SELECT 1 FROM ingest_batches AS pending WHERE pending.batch_id = events.batch_id)
GROUP BY batch_id
ORDER BY batch_id
