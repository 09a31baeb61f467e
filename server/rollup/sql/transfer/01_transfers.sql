-- Those of claimed_owners whose owner is another than the one that their events count for, up to :limit of them; the others are
-- noted again.
WITH found AS (
    SELECT
        claimed_owners.project_id, claimed_owners.content_id, owned.creator_id AS was,
        coalesce(catalogue.creator_id, nullif(state.owner_id, '')) AS is_now
    FROM claimed_owners
        CROSS JOIN LATERAL (
            SELECT creator_id FROM content_owners AS known
            WHERE known.project_id = claimed_owners.project_id AND known.content_id = claimed_owners.content_id
            LIMIT 1
        ) AS owned
        LEFT JOIN LATERAL (
            SELECT creator_id FROM contents
            WHERE contents.project_id = claimed_owners.project_id AND contents.content_id = claimed_owners.content_id
            LIMIT 1
        ) AS catalogue ON true
        LEFT JOIN LATERAL (
            SELECT owner_id FROM content_states AS known
            WHERE known.project_id = claimed_owners.project_id AND known.content_id = claimed_owners.content_id
            LIMIT 1
        ) AS state ON true
), differing AS MATERIALIZED (
    SELECT *, row_number() OVER (ORDER BY project_id, content_id) AS place FROM found WHERE was IS DISTINCT FROM is_now
), chosen AS MATERIALIZED (
    SELECT project_id, content_id, was, is_now FROM differing WHERE place <= :limit
), later AS (
    INSERT INTO owner_changes (project_id, content_id) SELECT project_id, content_id FROM differing WHERE place > :limit
), changed AS (
    INSERT INTO content_owners AS t (project_id, content_id, creator_id)
    SELECT project_id, content_id, is_now FROM chosen
    ORDER BY project_id, content_id
    ON CONFLICT (project_id, content_id) DO UPDATE SET creator_id = excluded.creator_id
), noted AS (
    INSERT INTO pending_changes (project_id, kind, id)
    SELECT DISTINCT project_id, kind, id
    FROM chosen, LATERAL (VALUES ('content', content_id), ('creator', was), ('creator', is_now)) AS subject (kind, id)
    WHERE id IS NOT NULL
)
INSERT INTO transfers (project_id, content_id, was, is_now)
SELECT project_id, content_id, was, is_now FROM chosen
