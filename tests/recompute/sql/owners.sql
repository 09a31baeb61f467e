-- Whose each content is: its creator's by the catalogue; else of the one that its events name, if all of them name the same.
CREATE TABLE owners AS
SELECT content_id, coalesce(contents.creator_id, told.creator_id) AS creator_id
FROM (SELECT * FROM contents WHERE in_catalogue) AS contents FULL JOIN (
    SELECT content_id, CASE WHEN count(DISTINCT creator_id) = 1 THEN any_value(creator_id) END AS creator_id
    FROM events WHERE content_id IS NOT NULL GROUP BY content_id
) AS told USING (content_id);
