-- The creators of what those viewers saw whose age group or gender is another: their audience is too.
WITH owned AS (
    SELECT DISTINCT described.project_id, coalesce(contents.creator_id, states.owner_id) AS creator_id
    FROM described
        CROSS JOIN LATERAL (
            SELECT content_id FROM content_viewers AS known
            WHERE known.project_id = described.project_id AND known.viewer_id = described.viewer_id
            OFFSET 0
        ) AS viewed
        LEFT JOIN LATERAL (
            SELECT creator_id FROM contents
            WHERE contents.project_id = described.project_id AND contents.content_id = viewed.content_id
            LIMIT 1
        ) AS contents ON true
        LEFT JOIN LATERAL (
            SELECT owner_id FROM content_states AS known
            WHERE known.project_id = described.project_id AND known.content_id = viewed.content_id
            LIMIT 1
        ) AS states ON true
), named AS MATERIALIZED (
    SELECT project_id, creator_id FROM owned WHERE creator_id <> ''
), revised AS (
    INSERT INTO creator_totals AS t (project_id, creator_id, traffic, revision)
    SELECT
        project_id, creator_id, totals.traffic,
        (SELECT revision FROM run_revisions WHERE run_revisions.project_id = named.project_id)
    FROM named, LATERAL (
        SELECT traffic FROM creator_totals AS known
        WHERE known.project_id = named.project_id AND known.creator_id = named.creator_id
        OFFSET 0
    ) AS totals
    ORDER BY project_id, creator_id, traffic
    ON CONFLICT (project_id, creator_id, traffic) DO UPDATE SET revision = excluded.revision
)
INSERT INTO touched SELECT project_id, 'creator', creator_id FROM named
