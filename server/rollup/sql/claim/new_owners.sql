-- The owners of contents whose first events these are: the creator in the catalogue; else, where creators may claim contents,
-- the creator in the first event to arrive; none if the first events arrived together and name several.
WITH unknown AS MATERIALIZED (
    SELECT project_id, content_id
    FROM (SELECT DISTINCT project_id, content_id FROM claimed_events WHERE content_id IS NOT NULL) AS seen
        LEFT JOIN LATERAL (
            SELECT true AS is_known FROM content_owners AS owned
            WHERE owned.project_id = seen.project_id AND owned.content_id = seen.content_id
            LIMIT 1
        ) AS owned ON true
    WHERE is_known IS NULL
), named AS (
    SELECT
        project_id, content_id, named_creator, received_at,
        min(received_at) FILTER (WHERE named_creator IS NOT NULL AND current_setting('viewpulse.creators_claim')::boolean)
            OVER (PARTITION BY project_id, content_id) AS named_at
    FROM claimed_events JOIN unknown USING (project_id, content_id)
), claims AS (
    SELECT
        project_id, content_id,
        only_one(
            min(named_creator) FILTER (WHERE received_at = named_at), max(named_creator) FILTER (WHERE received_at = named_at)
        ) AS creator_id
    FROM named
    GROUP BY project_id, content_id
)
INSERT INTO content_owners (project_id, content_id, creator_id)
SELECT project_id, content_id, coalesce(catalogue.creator_id, nullif(claims.creator_id, ''))
FROM claims
    LEFT JOIN LATERAL (
        SELECT creator_id FROM contents
        WHERE contents.project_id = claims.project_id AND contents.content_id = claims.content_id
        LIMIT 1
    ) AS catalogue ON true
ORDER BY project_id, content_id
