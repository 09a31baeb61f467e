-- Deletes up to :limit raw events that have expired.
DELETE FROM events
USING (
    SELECT project_id, id
    FROM events JOIN rollup_state USING (project_id)
    WHERE occurred_at < raw_since AND occurred_at < (SELECT max(raw_since) FROM rollup_state)
    LIMIT :limit
) AS expired
WHERE events.project_id = expired.project_id AND events.id = expired.id
