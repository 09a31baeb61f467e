-- One group commit: stores the events that are new, announces them to the aggregator as one batch, and returns those that
-- were not stored. One statement, hence one transaction.
--
-- :events is an array of rows; the connection that sends it has made their types. :first_id and :last_id, the smallest and the
-- largest of their ids, keep other days' partitions out of the look-up, here and in the run that claims the batch. Columns are
-- those of server/storage/event_columns.py. Rows are stored in the order of project and id, so that two group commits with the
-- same ids wait for each other instead of deadlocking.
--
-- A content belongs to its creator in the catalogue, whatever the event says. Its duration is taken from the catalogue if the
-- event has none.
--
-- An event that occurred before its project's accepts_since is not stored: the raw events of its day, and with them the ids
-- that identify a retry, are removed or about to be. The statement's own snapshot decides, so no concurrent change can
-- intervene. An accepts_since of infinity: the project is moving to another cell, or has moved.
--
-- Nor is an event that was checked against another number of tombstones than its project has (:erasures, of each of :projects): its
-- viewer may be erased since. Nor one that lacks consent, if its project refuses such events. :events are read by a part of the
-- statement that says so, and that leaves out what may not be stored without consent: events_by_consent.sql, or, for groups of
-- projects that require none, all as it was sent.
--
-- :trace is the trace that the commit belongs to, if any.
--
-- body_hash is null if another transaction stored the id while this one ran.
WITH batch AS MATERIALIZED (
    SELECT nextval('ingest_batch_ids') AS batch_id
),
input AS MATERIALIZED (
    {input}
),
known AS MATERIALIZED (
    SELECT input.project_id, input.id, earlier.body_hash, earlier.session_id
    FROM input
    CROSS JOIN LATERAL (
        SELECT events.body_hash, events.session_id
        FROM events
        WHERE events.project_id = input.project_id AND events.id = input.id AND events.id BETWEEN :first_id AND :last_id
        LIMIT 1
    ) AS earlier
),
horizons AS MATERIALIZED (
    SELECT project_id, accepts_since, rollup_state.erasures <> checked.erasures AS is_stale
    FROM rollup_state JOIN unnest(:projects::integer[], :erasures::bigint[]) AS checked (project_id, erasures) USING (project_id)
),
refused AS MATERIALIZED (
    SELECT input.project_id, input.id, horizons.accepts_since = 'infinity' AS is_moving, horizons.is_stale
    FROM input JOIN horizons USING (project_id)
    WHERE input.occurred_at < horizons.accepts_since OR horizons.is_stale OR input.lacks_consent
),
stored AS (
    INSERT INTO raw_events (
        batch_id, {columns}
    )
    SELECT batch_id, {values}
    FROM input
    CROSS JOIN batch
    LEFT JOIN LATERAL (
        SELECT nullif(contents.creator_id, '') AS creator_id, contents.duration_ms
        FROM contents
        WHERE contents.project_id = input.project_id AND contents.content_id = input.content_id
        LIMIT 1
    ) AS catalogued ON true
    WHERE NOT EXISTS (SELECT 1 FROM known WHERE known.project_id = input.project_id AND known.id = input.id)
        AND NOT EXISTS (SELECT 1 FROM refused WHERE refused.project_id = input.project_id AND refused.id = input.id)
    ORDER BY project_id, id
    ON CONFLICT DO NOTHING
    RETURNING project_id, id
),
announced AS (
    INSERT INTO ingest_batches (project_id, batch_id, events, first_id, last_id, trace)
    SELECT stored.project_id, batch.batch_id, count(*), :first_id, :last_id, :trace::text
    FROM stored
    CROSS JOIN batch
    GROUP BY stored.project_id, batch.batch_id
)
SELECT
    input.project_id, input.id::text AS id, known.body_hash, known.session_id,
    known.id IS NULL AND refused.id IS NOT NULL AS is_refused, coalesce(refused.is_moving, false) AS is_moving,
    coalesce(refused.is_stale, false) AS is_stale, input.lacks_consent
FROM input
LEFT JOIN stored ON stored.project_id = input.project_id AND stored.id = input.id
LEFT JOIN known ON known.project_id = input.project_id AND known.id = input.id
LEFT JOIN refused ON refused.project_id = input.project_id AND refused.id = input.id
WHERE stored.id IS NULL
