-- An event of a content counts for the content's owner, whichever creator it names. Each content is looked up once, however
-- many events it has.
WITH owned AS MATERIALIZED (
    SELECT project_id, content_id, creator_id
    FROM (SELECT DISTINCT project_id, content_id FROM claimed_events WHERE content_id IS NOT NULL) AS seen, LATERAL (
        SELECT creator_id FROM content_owners AS known
        WHERE known.project_id = seen.project_id AND known.content_id = seen.content_id
        LIMIT 1
    ) AS known
)
UPDATE claimed_events AS event SET creator_id = owned.creator_id
FROM owned
WHERE event.project_id = owned.project_id AND event.content_id = owned.content_id
    AND event.creator_id IS DISTINCT FROM owned.creator_id
