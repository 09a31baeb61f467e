-- Whether each event of a request, which was just stored, is a bot's, and whether it is a view of the viewer's own content; in
-- the order of the request. An admin's decision about the viewer counts, else whether the sender looks like a bot (:are_suspect).
-- A content belongs to its creator in the catalogue, else to its known owner, else to the creator that the event names
-- (:creators).
SELECT
    coalesce(declared.is_bot, sent.is_suspect) AS is_bot,
    coalesce(sent.user_id = coalesce(catalogued.creator_id, owned.creator_id, sent.creator_id), false)
        AND sent.content_id IS NOT NULL AS is_own
FROM unnest(:viewers::text[], :are_suspect::boolean[], :users::text[], :contents::text[], :creators::text[])
    WITH ORDINALITY AS sent (viewer_id, is_suspect, user_id, content_id, creator_id, place)
LEFT JOIN LATERAL (
    SELECT is_bot FROM viewer_profiles
    WHERE viewer_profiles.project_id = :project AND viewer_profiles.viewer_id = sent.viewer_id
    LIMIT 1
) AS declared ON true
LEFT JOIN LATERAL (
    SELECT nullif(contents.creator_id, '') AS creator_id FROM contents
    WHERE contents.project_id = :project AND contents.content_id = sent.content_id
    LIMIT 1
) AS catalogued ON true
LEFT JOIN LATERAL (
    SELECT known.creator_id FROM content_owners AS known
    WHERE known.project_id = :project AND known.content_id = sent.content_id
    LIMIT 1
) AS owned ON true
ORDER BY place
