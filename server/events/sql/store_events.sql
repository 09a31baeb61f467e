-- One group commit: stores the events that are new, announces them to the aggregator as one batch, and returns those that
-- were not stored. One statement, hence one transaction.
--
-- Parameters: the smallest and the largest id, which exclude the partitions of other days from the look-up; the projects; and
-- those of {input}, which has a column for each of server/events/rows.py. Rows are stored in the order of project and id, so
-- that two group commits with the same ids wait for each other instead of deadlocking.
--
-- A content belongs to its creator in the catalogue, whatever the event says. Its duration is taken from the catalogue if the
-- event has none.
--
-- An event that occurred before its project's accepts_since is not stored: the raw events of its day, and with them the ids
-- that identify a retry, are removed or about to be. The statement's own snapshot decides, so no concurrent change can
-- intervene.
--
-- An id is known if the project has it with any subject, which the primary key alone cannot tell. body_hash is null if
-- another transaction stored the id while this one ran.
WITH batch AS MATERIALIZED (
    SELECT nextval('ingest_batch_ids') AS batch_id
),
input AS MATERIALIZED (
    SELECT * FROM {input}
),
known AS MATERIALIZED (
    SELECT input.project_id, input.id, earlier.body_hash, earlier.session_id
    FROM input
    CROSS JOIN LATERAL (
        SELECT events.body_hash, events.session_id
        FROM events
        WHERE events.project_id = input.project_id AND events.id = input.id AND events.id BETWEEN $1 AND $2
        LIMIT 1
    ) AS earlier
),
horizons AS MATERIALIZED (
    SELECT project_id, accepts_since FROM rollup_state WHERE project_id = ANY ($3::integer[])
),
expired AS MATERIALIZED (
    SELECT input.project_id, input.id
    FROM input JOIN horizons USING (project_id)
    WHERE input.occurred_at < horizons.accepts_since
),
stored AS (
    INSERT INTO events (
        batch_id,
        project_id, id, subject, received_at, occurred_at, type, content_id, content_type, creator_id, user_id,
        session_id, viewer_id, play_key, schema_version, watch_ms, total_watch_ms, position_ms, duration_ms,
        completion, is_rewatch, loop_count, sections, repeated_sections, source_type, referrer, entry_point, campaign,
        device_type, platform, os, app_version, country, region, city, timezone, latitude, longitude, cell,
        network_type, age_group, gender, bot_reason, details, properties, body_hash
    )
    SELECT
        batch_id,
        project_id, id, subject, received_at, occurred_at, type, content_id, content_type,
        coalesce(catalogued.creator_id, input.creator_id), user_id, session_id, viewer_id, play_key, schema_version,
        watch_ms, total_watch_ms, position_ms, coalesce(input.duration_ms, catalogued.duration_ms),
        completion, is_rewatch, loop_count, sections::int8multirange, repeated_sections::int8multirange[],
        source_type, referrer, entry_point, campaign, device_type, platform, os, app_version, country, region, city,
        timezone, latitude, longitude, cell, network_type, age_group, gender, bot_reason, details::jsonb,
        properties::jsonb, body_hash
    FROM input
    CROSS JOIN batch
    LEFT JOIN LATERAL (
        SELECT nullif(contents.creator_id, '') AS creator_id, contents.duration_ms
        FROM contents
        WHERE contents.project_id = input.project_id AND contents.content_id = input.content_id
        LIMIT 1
    ) AS catalogued ON true
    WHERE NOT EXISTS (SELECT FROM known WHERE known.project_id = input.project_id AND known.id = input.id)
        AND NOT EXISTS (SELECT FROM expired WHERE expired.project_id = input.project_id AND expired.id = input.id)
    ORDER BY project_id, id
    ON CONFLICT DO NOTHING
    RETURNING project_id, id
),
announced AS (
    INSERT INTO ingest_batches (project_id, batch_id, events)
    SELECT stored.project_id, batch.batch_id, count(*)
    FROM stored
    CROSS JOIN batch
    GROUP BY stored.project_id, batch.batch_id
)
SELECT
    input.project_id, input.id::text AS id, known.body_hash, known.session_id,
    known.id IS NULL AND expired.id IS NOT NULL AS is_expired
FROM input
LEFT JOIN stored ON stored.project_id = input.project_id AND stored.id = input.id
LEFT JOIN known ON known.project_id = input.project_id AND known.id = input.id
LEFT JOIN expired ON expired.project_id = input.project_id AND expired.id = input.id
WHERE stored.id IS NULL
