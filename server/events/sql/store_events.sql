-- One group commit: stores the events that are new, announces them to the aggregator as one batch, and returns those
-- that were not stored. One statement, hence one transaction.
--
-- Parameters: an array for each column in the order of server/events/rows.py, then the smallest and the largest id, which
-- keep other days' partitions out of the look-up. Rows come sorted by project and id and are stored in that order, so that
-- two group commits with the same ids wait for each other instead of deadlocking.
--
-- An event that happened before its project's accepts_since is not stored: its day's raw events, and with them the ids that
-- tell a retry, are gone or about to go. That is decided by the statement's own snapshot, so it can't be overtaken.
--
-- An id is known when the project has it with any subject, which the primary key alone does not see. body_hash is null
-- when another transaction stored the id while this one ran.
WITH batch AS MATERIALIZED (
    SELECT nextval('ingest_batch_ids') AS batch_id
),
input AS MATERIALIZED (
    SELECT *
    FROM unnest(
        $1::integer[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[],
        $16::bigint[], $17::bigint[], $18::bigint[], $19::double precision[], $20::boolean[], $21::integer[],
        $22::text[], $23::text[], $24::text[], $25::text[], $26::text[], $27::text[], $28::text[], $29::text[],
        $30::text[], $31::text[], $32::text[], $33::text[], $34::text[], $35::text[], $36::double precision[],
        $37::double precision[], $38::bigint[], $39::text[], $40::text[], $41::text[], $42::text[], $43::text[],
        $44::text[], $45::bigint[]
    ) AS input (
        project_id, id, subject, received_at, occurred_at, type, content_id, content_type, creator_id, user_id,
        session_id, viewer_id, play_key, schema_version, watch_ms, total_watch_ms, position_ms, duration_ms,
        completion, is_rewatch, loop_count, sections, repeated_sections, source_type, referrer, entry_point, campaign,
        device_type, platform, os, app_version, country, region, city, timezone, latitude, longitude, cell,
        network_type, age_group, gender, bot_reason, details, properties, body_hash
    )
),
known AS MATERIALIZED (
    SELECT input.project_id, input.id, earlier.body_hash, earlier.session_id
    FROM input
    CROSS JOIN LATERAL (
        SELECT events.body_hash, events.session_id
        FROM events
        WHERE events.project_id = input.project_id AND events.id = input.id AND events.id BETWEEN $46 AND $47
        LIMIT 1
    ) AS earlier
),
expired AS MATERIALIZED (
    SELECT input.project_id, input.id
    FROM input JOIN rollup_state USING (project_id)
    WHERE input.occurred_at < rollup_state.accepts_since
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
        project_id, id, subject, received_at, occurred_at, type, content_id, content_type, creator_id, user_id,
        session_id, viewer_id, play_key, schema_version, watch_ms, total_watch_ms, position_ms, duration_ms,
        completion, is_rewatch, loop_count, sections::int8multirange, repeated_sections::int8multirange[],
        source_type, referrer, entry_point, campaign, device_type, platform, os, app_version, country, region, city,
        timezone, latitude, longitude, cell, network_type, age_group, gender, bot_reason, details::jsonb,
        properties::jsonb, body_hash
    FROM input
    CROSS JOIN batch
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
