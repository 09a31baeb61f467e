-- Every content with an event. Its owner, where creators may claim contents (:creators_claim), is the creator in its first
-- event to arrive; none ('') if the first events arrived together and name several. Events that arrive late to the fold may
-- change the owner: the previous owner then has one content less. A content also counts as changed when one of its viewers
-- changed class, age group or gender.
WITH named AS (
    SELECT
        project_id, content_id, named_creator, min(occurred_at) AS first_event_at, min(received_at) AS named_at
    FROM claimed_events
    WHERE content_id IS NOT NULL
    GROUP BY project_id, content_id, named_creator
), claimed AS (
    SELECT
        *,
        min(named_at) FILTER (WHERE named_creator IS NOT NULL AND :creators_claim::boolean)
            OVER (PARTITION BY project_id, content_id) AS owner_at
    FROM named
), seen AS MATERIALIZED (
    SELECT
        project_id, content_id,
        only_one(
            min(named_creator) FILTER (WHERE named_at = owner_at), max(named_creator) FILTER (WHERE named_at = owner_at)
        ) AS owner_id,
        owner_at, min(named_at) AS arrived_at, min(first_event_at) AS first_event_at
    FROM claimed
    GROUP BY project_id, content_id, owner_at
), audience AS (
    SELECT project_id, content_id FROM reclassified_pairs
    UNION
    SELECT project_id, content_id
    FROM profile_changes, LATERAL (
        SELECT content_id FROM content_viewers AS known
        WHERE known.project_id = profile_changes.project_id AND known.viewer_id = profile_changes.viewer_id
        OFFSET 0
    ) AS viewed
), incoming AS MATERIALIZED (
    SELECT * FROM seen
    UNION ALL
    SELECT project_id, content_id, NULL, NULL, NULL, known.first_event_at
    FROM audience, LATERAL (
        SELECT first_event_at FROM content_states AS known
        WHERE known.project_id = audience.project_id AND known.content_id = audience.content_id
        LIMIT 1
    ) AS known
    WHERE NOT EXISTS (
        SELECT 1 FROM seen WHERE seen.project_id = audience.project_id AND seen.content_id = audience.content_id
    )
), before AS MATERIALIZED (
    SELECT incoming.project_id, incoming.content_id, known.owner_id
    FROM incoming, LATERAL (
        SELECT owner_id FROM content_states AS known
        WHERE known.project_id = incoming.project_id AND known.content_id = incoming.content_id
        LIMIT 1
    ) AS known
), new AS (
    INSERT INTO content_states AS t (
        project_id, content_id, owner_id, owner_at, arrived_at, first_event_at, revision)
    SELECT
        incoming.*,
        (SELECT revision FROM run_revisions WHERE run_revisions.project_id = incoming.project_id)
    FROM incoming, (SELECT count(*) FROM before) AS before_first  -- the rows that this adds would slow that down
    ORDER BY project_id, content_id
    ON CONFLICT (project_id, content_id) DO UPDATE SET
        owner_id = CASE
            WHEN excluded.owner_at > t.owner_at THEN t.owner_id
            WHEN excluded.owner_at = t.owner_at THEN only_one(t.owner_id, excluded.owner_id)
            ELSE coalesce(excluded.owner_id, t.owner_id)
        END,
        owner_at = least(t.owner_at, excluded.owner_at),
        arrived_at = least(t.arrived_at, excluded.arrived_at),
        first_event_at = least(t.first_event_at, excluded.first_event_at),
        revision = excluded.revision
    RETURNING project_id, content_id, owner_id
), lost AS (
    INSERT INTO pending_changes (project_id, kind, id)
    SELECT DISTINCT project_id, kind, id
    FROM before JOIN new USING (project_id, content_id), LATERAL (
        VALUES ('creator', nullif(before.owner_id, '')), ('rankings', '')
    ) AS subject (kind, id)
    WHERE before.owner_id IS DISTINCT FROM new.owner_id AND id IS NOT NULL
), noted AS (
    INSERT INTO owner_changes (project_id, content_id)
    SELECT project_id, content_id
    FROM before JOIN new USING (project_id, content_id)
    WHERE before.owner_id IS DISTINCT FROM new.owner_id
)
INSERT INTO touched_subjects SELECT project_id, 'content', content_id FROM new
