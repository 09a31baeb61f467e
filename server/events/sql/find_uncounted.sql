-- Whether each event of a request, which was just stored, is a bot's, and whether it is a view of the viewer's own content; in
-- the order of the request. An admin's decision about the viewer counts, else whether the sender looks like a bot (:are_suspect).
-- A content belongs to its creator in the catalogue; else, where creators may claim contents (:creators_claim), to the one that
-- the first event to arrive with a creator names, whether that is counted already or waits, as those of this request do; to
-- nobody if the first ones arrived together and name several. is_own is null if more than :max_waiting events wait: one of them
-- may name the viewer, and to look for it would take long.
WITH sent AS MATERIALIZED (
    SELECT *
    FROM unnest(:viewers::text[], :are_suspect::boolean[], :users::text[], :contents::text[])
        WITH ORDINALITY AS sent (viewer_id, is_suspect, user_id, content_id, place)
), known AS MATERIALIZED (
    SELECT asked.content_id, coalesce(catalogued.creator_id, state.owner_id) AS owner_id
    FROM (SELECT DISTINCT content_id FROM sent WHERE user_id IS NOT NULL AND content_id IS NOT NULL) AS asked
    LEFT JOIN LATERAL (
        SELECT nullif(contents.creator_id, '') AS creator_id FROM contents
        WHERE contents.project_id = :project AND contents.content_id = asked.content_id
        LIMIT 1
    ) AS catalogued ON true
    LEFT JOIN LATERAL (
        SELECT owner_id FROM content_states
        WHERE content_states.project_id = :project AND content_states.content_id = asked.content_id
        LIMIT 1
    ) AS state ON true
), waiting AS MATERIALIZED (
    SELECT batch_id, first_id, last_id, sum(events) OVER () AS events
    FROM ingest_batches
    WHERE project_id = :project AND :creators_claim::boolean AND EXISTS (SELECT 1 FROM known WHERE owner_id IS NULL)
), claims AS MATERIALIZED (
    SELECT
        event.content_id, event.creator_id, event.received_at,
        min(event.received_at) OVER (PARTITION BY event.content_id) AS first_at
    FROM waiting
        JOIN events AS event ON event.project_id = :project AND event.batch_id = waiting.batch_id
            AND event.id BETWEEN waiting.first_id AND waiting.last_id AND event.creator_id IS NOT NULL
        JOIN known ON known.content_id = event.content_id AND known.owner_id IS NULL
    WHERE waiting.events <= :max_waiting::bigint
), owned AS (
    SELECT content_id, owner_id FROM known WHERE owner_id IS NOT NULL
    UNION ALL
    SELECT content_id, only_one(min(creator_id), max(creator_id)) FROM claims WHERE received_at = first_at GROUP BY content_id
)
SELECT
    coalesce(declared.is_bot, sent.is_suspect) AS is_bot,
    CASE
        WHEN sent.user_id IS NULL OR sent.content_id IS NULL THEN false
        WHEN owned.owner_id IS NULL AND EXISTS (SELECT 1 FROM waiting WHERE events > :max_waiting::bigint) THEN NULL
        ELSE coalesce(sent.user_id = owned.owner_id, false)
    END AS is_own
FROM sent
LEFT JOIN LATERAL (
    SELECT is_bot FROM viewer_profiles
    WHERE viewer_profiles.project_id = :project AND viewer_profiles.viewer_id = sent.viewer_id
    LIMIT 1
) AS declared ON true
LEFT JOIN owned ON owned.content_id = sent.content_id
ORDER BY place
