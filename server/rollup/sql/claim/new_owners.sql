-- The owners of contents whose first events these are: the creator in the catalogue; else, where creators may claim contents,
-- the creator in the first event to arrive; none if the first events arrived together and name several. These events count for
-- them.
WITH named AS (
    SELECT
        project_id, content_id, named_creator, received_at,
        min(received_at) FILTER (WHERE named_creator IS NOT NULL AND :creators_claim::boolean)
            OVER (PARTITION BY project_id, content_id) AS named_at
    FROM claimed_events
    WHERE NOT has_owner
), claims AS (
    SELECT
        project_id, content_id,
        only_one(
            min(named_creator) FILTER (WHERE received_at = named_at), max(named_creator) FILTER (WHERE received_at = named_at)
        ) AS creator_id
    FROM named
    GROUP BY project_id, content_id
), new AS (
    INSERT INTO content_owners (project_id, content_id, creator_id)
    SELECT project_id, content_id, coalesce(catalogue.creator_id, nullif(claims.creator_id, ''))
    FROM claims
        LEFT JOIN LATERAL (
            SELECT creator_id FROM contents
            WHERE contents.project_id = claims.project_id AND contents.content_id = claims.content_id
            LIMIT 1
        ) AS catalogue ON true
    ORDER BY project_id, content_id
    RETURNING project_id, content_id, creator_id
)
UPDATE claimed_events AS event SET creator_id = new.creator_id
FROM new
WHERE NOT has_owner AND event.project_id = new.project_id AND event.content_id = new.content_id
    AND event.creator_id IS DISTINCT FROM new.creator_id
