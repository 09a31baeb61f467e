-- Whose each content is: its creator's by the catalogue; else of the one that the first event to arrive names, unless several
-- arrived together and name several.
CREATE TABLE owners AS
WITH naming AS (
    SELECT content_id, creator_id FROM events WHERE content_id IS NOT NULL AND creator_id IS NOT NULL
    QUALIFY received_at = min(received_at) OVER (PARTITION BY content_id)
)
SELECT content_id, coalesce(contents.creator_id, told.creator_id) AS creator_id
FROM (SELECT * FROM contents WHERE in_catalogue) AS contents
FULL JOIN (SELECT DISTINCT content_id FROM events WHERE content_id IS NOT NULL) AS seen USING (content_id)
LEFT JOIN (
    SELECT content_id, any_value(creator_id) AS creator_id
    FROM naming GROUP BY content_id HAVING count(DISTINCT creator_id) = 1
) AS told USING (content_id);
