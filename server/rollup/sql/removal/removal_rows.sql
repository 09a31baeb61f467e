-- Deletes the raw events, and viewers who count as watching because of one of them alone.
WITH removed AS (
    DELETE FROM events
    USING removal_chosen AS chosen
    WHERE events.project_id = chosen.project_id AND events.id = chosen.id
), fewer AS (
    UPDATE ingest_batches AS batch SET events = batch.events - waiting.events
    FROM (
        SELECT project_id, batch_id, count(*) AS events
        FROM removal_chosen
        WHERE NOT is_counted
        GROUP BY project_id, batch_id
    ) AS waiting
    WHERE batch.project_id = waiting.project_id AND batch.batch_id = waiting.batch_id
)
DELETE FROM {schema}.watchers AS known
USING removal_chosen AS chosen
WHERE known.project_id = chosen.project_id AND known.content_id = chosen.content_id
    AND known.viewer_id = chosen.viewer_id AND known.seen_event = chosen.event_key
