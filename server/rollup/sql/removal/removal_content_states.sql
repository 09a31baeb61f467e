-- The states of contents, each of :projects with each of :contents, by the remaining counted events, if a removed one decided any
-- of it. If older events have expired, the state is left unchanged.
WITH touched AS MATERIALIZED (
    SELECT project_id, content_id
    FROM {schema}.content_states
        JOIN unnest(:projects::integer[], :contents::text[]) AS asked (project_id, content_id) USING (project_id, content_id)
        JOIN rollup_state USING (project_id)
    WHERE first_event_at >= raw_since
        AND EXISTS (
            SELECT 1 FROM removal_chosen AS chosen
            WHERE chosen.project_id = content_states.project_id AND chosen.content_id = content_states.content_id
                AND (
                    chosen.occurred_at <= first_event_at OR chosen.received_at <= arrived_at
                    OR chosen.received_at <= owner_at
                )
        )
), left_over AS (
    SELECT
        project_id, content_id, creator_id, occurred_at, received_at,
        min(received_at) FILTER (WHERE creator_id IS NOT NULL AND :creators_claim::boolean)
            OVER (PARTITION BY project_id, content_id) AS owner_at
    FROM events JOIN touched USING (project_id, content_id)
    WHERE NOT EXISTS (
        SELECT 1 FROM ingest_batches AS pending
        WHERE pending.project_id = events.project_id AND pending.batch_id = events.batch_id
    )
), seen AS MATERIALIZED (
    SELECT
        project_id, content_id, min(occurred_at) AS first_event_at,
        only_one(
            min(creator_id) FILTER (WHERE received_at = owner_at), max(creator_id) FILTER (WHERE received_at = owner_at)
        ) AS owner_id,
        owner_at, min(received_at) AS arrived_at
    FROM left_over
    GROUP BY project_id, content_id, owner_at
), gone AS (
    DELETE FROM {schema}.content_states AS state
    USING touched
    WHERE state.project_id = touched.project_id AND state.content_id = touched.content_id
        AND NOT EXISTS (
            SELECT 1 FROM seen WHERE seen.project_id = touched.project_id AND seen.content_id = touched.content_id
        )
    RETURNING state.project_id, state.content_id
), unowned AS (
    DELETE FROM content_owners AS owned USING gone
    WHERE owned.project_id = gone.project_id AND owned.content_id = gone.content_id
), noted AS (
    INSERT INTO owner_changes (project_id, content_id) SELECT project_id, content_id FROM touched
)
UPDATE {schema}.content_states AS state
SET first_event_at = seen.first_event_at, owner_id = seen.owner_id, owner_at = seen.owner_at, arrived_at = seen.arrived_at
FROM seen
WHERE state.project_id = seen.project_id AND state.content_id = seen.content_id
