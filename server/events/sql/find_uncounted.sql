-- Whether each event of a request, which was just stored, is a bot's, and whether it is a view of the viewer's own content; in
-- the order of the request. An admin's decision about the viewer counts, else whether the sender looks like a bot (:are_suspect).
-- A content belongs to its creator in the catalogue, else to its known owner, else to the creator that the event names
-- (:creators). is_own is null where only the run that counts the event decides: the event claims for its own user a content that
-- was counted before and has no owner, because nobody was named yet, or several at once.
SELECT
    coalesce(declared.is_bot, sent.is_suspect) AS is_bot,
    CASE
        WHEN sent.content_id IS NULL THEN false
        WHEN known.owner_id IS NULL AND owned.is_counted AND sent.creator_id = sent.user_id THEN NULL
        ELSE coalesce(sent.user_id = coalesce(known.owner_id, sent.creator_id), false)
    END AS is_own
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
    SELECT content_owners.creator_id, true AS is_counted FROM content_owners
    WHERE content_owners.project_id = :project AND content_owners.content_id = sent.content_id
    LIMIT 1
) AS owned ON true
CROSS JOIN LATERAL (SELECT coalesce(catalogued.creator_id, owned.creator_id) AS owner_id) AS known
ORDER BY place
