-- Whose each content is: its creator's by the catalogue; else of the one that the first event to arrive names, unless several
-- arrived together and name several.
CREATE TABLE owners AS
WITH naming AS (
    SELECT content_id, named_creator FROM events WHERE content_id IS NOT NULL AND named_creator IS NOT NULL
    QUALIFY received_at = min(received_at) OVER (PARTITION BY content_id)
)
SELECT content_id, coalesce(contents.creator_id, told.creator_id) AS creator_id
FROM (SELECT * FROM contents WHERE in_catalogue) AS contents
FULL JOIN (SELECT DISTINCT content_id FROM events WHERE content_id IS NOT NULL) AS seen USING (content_id)
LEFT JOIN (
    SELECT content_id, any_value(named_creator) AS creator_id
    FROM naming GROUP BY content_id HAVING count(DISTINCT named_creator) = 1
) AS told USING (content_id);

-- For whom each event counts: an event of a content for the owner of the content, whichever creator it names.
ALTER TABLE events ADD COLUMN creator_id VARCHAR;
UPDATE events SET creator_id = CASE WHEN content_id IS NULL THEN named_creator ELSE (
    SELECT owners.creator_id FROM owners WHERE owners.content_id = events.content_id
) END;
