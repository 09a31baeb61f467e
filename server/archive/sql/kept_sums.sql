-- How many events of each day are in the archive, if it is right, and sums that tell others: of their ids and of what they say was watched.
SELECT
    project_id, (occurred_at AT TIME ZONE 'UTC')::date AS day, count(*) AS events,
    sum(('x' || left(md5(id::text), 12))::bit(48)::bigint) AS ids, coalesce(sum(watch_ms), 0) AS watched
FROM events
WHERE NOT EXISTS (SELECT 1 FROM ingest_batches AS uncounted WHERE uncounted.batch_id = events.batch_id)
    AND NOT EXISTS (SELECT 1 FROM archive_queue AS waiting WHERE waiting.batch_id = events.batch_id)
    AND NOT EXISTS (
        SELECT 1 FROM archive_stale AS spoilt
        WHERE spoilt.project_id = events.project_id AND spoilt.day = (events.occurred_at AT TIME ZONE 'UTC')::date
    )
GROUP BY 1, 2
