-- Raw events take less than half the space: stored in raw_events, in few and narrow columns, and read from the view events.
--
-- Nothing that is counted changes. All raw events are written once more, partition by partition.

-- Words --------------------------------------------------------------------------------------------------------------

-- The words of events; raw_events has their numbers, from 1. Words are only ever added, at the end. In an array of names, which
-- have a fixed length, PostgreSQL finds a word without a walk through the others.
CREATE FUNCTION event_words() RETURNS name[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY[
        'view_progress', 'impression', 'view_start', 'view_complete', 'pause', 'resume', 'seek', 'swipe_away', 'skip',
        'like', 'unlike', 'comment', 'share', 'save', 'unsave', 'duet', 'stitch', 'sound_use', 'click', 'contact',
        'whatsapp', 'book_viewing', 'report', 'not_interested', 'hide', 'follow', 'unfollow', 'engagement', 'purchase',
        'stream_start', 'stream_join', 'stream_leave', 'stream_end', 'session_start', 'session_end', 'video', 'short',
        'post', 'story', 'stream', 'listing', 'image', 'audio', 'article', 'product', 'other', 'for_you', 'feed',
        'following', 'profile', 'hashtag', 'search', 'direct', 'mobile', 'tablet', 'desktop', 'tv', 'ios', 'android',
        'web', 'under_13', 'age_13_17', 'age_18_24', 'age_25_34', 'age_35_44', 'age_45_54', 'age_55_64', 'age_65_plus',
        'female', 'male', 'non_binary', 'wifi', 'ethernet', 'cellular', 'cellular_2g', 'cellular_3g', 'cellular_4g',
        'cellular_5g', 'offline', 'excellent', 'good', 'fair', 'poor', '1.0.0', '1.1.0'
    ]::name[];
CREATE FUNCTION event_word(code smallint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (event_words())[code]::text;
CREATE FUNCTION event_word_code(word text) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN array_position(event_words(), word::name)::smallint;

-- Keys that follow from other columns --------------------------------------------------------------------------------

-- An id that spells a UUID canonically, as 16 bytes; null for any other.
CREATE FUNCTION spelled_uuid(id text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN id ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' THEN id::uuid END;

-- 'p:' and the id of a play; without one, a session has one play of a content, and a user without a session one a day. Stable,
-- as to_char is: otherwise it would be called for each event, not inlined.
CREATE FUNCTION play_key(play_id text, session_id text, user_id text, occurred_at timestamptz, is_suspect boolean) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN is_suspect THEN 'b' ELSE '' END || coalesce(
        'p:' || play_id, 's:' || session_id, 'u:' || user_id || ':' || to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'));

-- The id that orders events of one time: as the client sent it; of a UUID, whatever its spelling, the canonical text.
CREATE FUNCTION event_key(id uuid, client_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN client_id ~* (
            '^(urn:uuid:)?(\{([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\}'
            '|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$') THEN id::text
        ELSE coalesce(client_id, id::text)
    END COLLATE "C";

-- The table ----------------------------------------------------------------------------------------------------------

ALTER TABLE events RENAME TO old_events;

-- Columns of 8 bytes come first, then those of 4, of 2, and texts, so that no space is lost to alignment. A session or play
-- whose id is a UUID is stored as one, else by its name. Watched sections are mostly one, from section_start to section_end;
-- several are in sections.
CREATE TABLE raw_events (
    batch_id          bigint NOT NULL,
    received_at       timestamptz NOT NULL,
    occurred_at       timestamptz NOT NULL,   -- corrected for the client's clock
    body_hash         bigint NOT NULL,        -- of what was sent, without id and time: tells a retry from a reused id
    completion        double precision,       -- reported, 0-1
    playback_rate     double precision,
    cell              bigint,                 -- H3 cell of resolution 5 (about 250 km2), with or without consent
    latitude          double precision,       -- WGS 84; with the viewer's consent only
    longitude         double precision,
    id                uuid NOT NULL,
    session_uuid      uuid,
    play_uuid         uuid,
    project_id        integer NOT NULL,
    watch_ms          integer,                -- since the last report
    total_watch_ms    integer,                -- cumulative in the play
    position_ms       integer,
    duration_ms       integer,                -- as sent, else from the catalogue
    section_start     integer,                -- in ms
    section_end       integer,
    loop_count        integer,
    screen_width      integer,
    screen_height     integer,
    type              smallint NOT NULL,      -- number of a word, like all columns of this type
    schema_version    smallint NOT NULL,
    content_type      smallint,
    source_type       smallint,
    device_type       smallint,
    platform          smallint,
    network_type      smallint,
    network_quality   smallint,
    age_group         smallint,               -- of the viewer, as sent
    gender            smallint,
    is_rewatch        boolean NOT NULL DEFAULT false,
    content_id        text,
    creator_id        text,                   -- from the catalogue, else as sent
    user_id           text,
    session_name      text,
    play_name         text,
    os                text,
    os_version        text,
    model             text,
    app_version       text,
    country           text,
    country_name      text,
    region            text,
    city              text,
    timezone          text,
    referrer          text,
    campaign          text,
    entry_point       text,
    bot_reason        text,                   -- why ingest took the sender for a bot: user_agent, data_center, rate
    client_id         text,                   -- the id as the client sent it, if that differs
    sections          int8multirange,
    repeated_sections int8multirange[],       -- watched twice or more by this event's own sections, three times or more …
    properties        jsonb
) PARTITION BY RANGE (id);

-- Raw events to read. The indexes have slot, not occurred_at: a condition on the time needs one on slot, too.
CREATE VIEW events AS
SELECT
    project_id, id, batch_id, received_at, occurred_at, date_bin('5 minutes', occurred_at, '1970-01-01 00:00:00+00') AS slot,
    event_word(type) AS type, content_id, event_word(content_type) AS content_type, creator_id, user_id,
    coalesce(session_uuid::text, session_name) AS session_id,
    viewer_key(user_id, coalesce(session_uuid::text, session_name), bot_reason IS NOT NULL) AS viewer_id,
    coalesce(play_uuid::text, play_name) AS play_id,
    CASE WHEN content_id IS NOT NULL THEN play_key(
        coalesce(play_uuid::text, play_name), coalesce(session_uuid::text, session_name), user_id, occurred_at,
        bot_reason IS NOT NULL)
    END AS play_key,
    event_word(schema_version) AS schema_version, watch_ms::bigint AS watch_ms, total_watch_ms::bigint AS total_watch_ms,
    position_ms::bigint AS position_ms, duration_ms::bigint AS duration_ms, completion, is_rewatch, loop_count, playback_rate,
    CASE WHEN section_start IS NULL THEN sections ELSE int8multirange(int8range(section_start, section_end)) END AS sections,
    repeated_sections, event_word(source_type) AS source_type, referrer, entry_point, campaign,
    event_word(device_type) AS device_type, event_word(platform) AS platform, os, os_version, model, screen_width,
    screen_height, app_version, country, country_name, region, city, timezone, latitude, longitude, cell,
    event_word(network_type) AS network_type, event_word(network_quality) AS network_quality,
    event_word(age_group) AS age_group, event_word(gender) AS gender, bot_reason, client_id, properties, body_hash
FROM raw_events;

-- The events ---------------------------------------------------------------------------------------------------------

-- An id is stored once. Until now, two requests at the same moment could store it with two contents: the later event gets an
-- id of its own, and stays counted.
UPDATE old_events AS later
SET id = md5(later.id::text || later.subject)::uuid,
    details = jsonb_build_object('clientId', later.id) || coalesce(later.details, '{}')
FROM (SELECT project_id, id, min(subject) AS subject FROM old_events GROUP BY project_id, id HAVING count(*) > 1) AS kept
WHERE later.project_id = kept.project_id AND later.id = kept.id AND later.subject <> kept.subject;

DO $$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT relname AS name, pg_get_expr(relpartbound, pg_class.oid) AS bounds
        FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'old_events'::regclass
        ORDER BY relname
    LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', part.name, 'old_' || part.name);
        EXECUTE format('CREATE TABLE %I PARTITION OF raw_events %s', part.name, part.bounds);
        EXECUTE format(
            $copy$
            INSERT INTO %I (
                batch_id, received_at, occurred_at, body_hash, completion, playback_rate, cell, latitude, longitude, id,
                session_uuid, session_name, play_uuid, play_name, project_id, watch_ms, total_watch_ms, position_ms,
                duration_ms, section_start, section_end, sections, repeated_sections, loop_count, screen_width, screen_height,
                type, schema_version, content_type, source_type, device_type, platform, network_type, network_quality,
                age_group, gender, is_rewatch, content_id, creator_id, user_id, os, os_version, model, app_version, country,
                country_name, region, city, timezone, referrer, campaign, entry_point, bot_reason, client_id, properties)
            SELECT
                batch_id, received_at, occurred_at, body_hash, completion, playback_rate, cell, latitude, longitude, id,
                spelled_uuid(session_id), CASE WHEN spelled_uuid(session_id) IS NULL THEN session_id END,
                spelled_uuid(play_id), CASE WHEN spelled_uuid(play_id) IS NULL THEN play_id END,
                project_id, watch_ms, total_watch_ms, position_ms, duration_ms,
                CASE WHEN is_one THEN lower(sections) END, CASE WHEN is_one THEN upper(sections) END,
                CASE WHEN NOT is_one THEN sections END, repeated_sections, loop_count,
                (details ->> 'screenWidth')::integer, (details ->> 'screenHeight')::integer, event_word_code(type),
                event_word_code(schema_version), event_word_code(content_type), event_word_code(source_type),
                event_word_code(device_type), event_word_code(platform), event_word_code(network_type),
                event_word_code(details ->> 'networkQuality'), event_word_code(age_group), event_word_code(gender), is_rewatch,
                content_id, creator_id, user_id, os, details ->> 'osVersion', details ->> 'model', app_version, country,
                details ->> 'countryName', region, city, timezone, referrer, campaign, entry_point, bot_reason,
                details ->> 'clientId', properties
            FROM %I
                CROSS JOIN LATERAL (
                    SELECT
                        coalesce(details ->> 'playId', substring(play_key FROM '^b?p:(.*)$')) AS play_id,
                        NOT isempty(sections) AND sections = int8multirange(range_merge(sections)) AS is_one
                    OFFSET 0
                ) AS found
            $copy$, part.name, 'old_' || part.name);
    END LOOP;

    -- A word without a number, or a play that other columns do not tell, would be lost.
    IF (
        SELECT ROW(
            count(*), sum(num_nonnulls(content_type, source_type, device_type, platform, network_type, age_group, gender)),
            count(play_key), sum(hashtextextended(play_key, 0)), sum(hashtextextended(viewer_id, 0)))
        FROM old_events
    ) IS DISTINCT FROM (
        SELECT ROW(
            count(*), sum(num_nonnulls(content_type, source_type, device_type, platform, network_type, age_group, gender)),
            count(play_key), sum(hashtextextended(play_key, 0)), sum(hashtextextended(viewer_id, 0)))
        FROM events
    ) THEN
        RAISE EXCEPTION 'Some raw events are not as this version stores them.';
    END IF;
END $$;

DROP TABLE old_events;
DROP FUNCTION event_key(uuid, jsonb);

-- Indexes ------------------------------------------------------------------------------------------------------------

-- With times cut to five minutes, many events share a key, which PostgreSQL then stores once. How slots are distributed, the
-- planner knows from events_by_time alone, for the other indexes have a condition.
ALTER TABLE raw_events ADD PRIMARY KEY (project_id, id);
CREATE INDEX events_by_batch ON raw_events (batch_id);
CREATE INDEX events_by_time ON raw_events USING brin (
    occurred_at, date_bin('5 minutes', occurred_at, '1970-01-01 00:00:00+00'));
CREATE INDEX events_by_content ON raw_events (
    project_id, content_id, date_bin('5 minutes', occurred_at, '1970-01-01 00:00:00+00')) WHERE content_id IS NOT NULL;
CREATE INDEX events_by_user ON raw_events (
    project_id, user_id, date_bin('5 minutes', occurred_at, '1970-01-01 00:00:00+00')) WHERE user_id IS NOT NULL;
CREATE INDEX events_by_session ON raw_events (
    project_id, coalesce(session_uuid::text, session_name), date_bin('5 minutes', occurred_at, '1970-01-01 00:00:00+00'))
    WHERE coalesce(session_uuid::text, session_name) IS NOT NULL;
CREATE INDEX events_by_cell ON raw_events (
    project_id, cell, date_bin('5 minutes', occurred_at, '1970-01-01 00:00:00+00')) WHERE cell IS NOT NULL;

-- A breakdown reads the events of a content within a range.
DO $$
BEGIN
    EXECUTE replace(
        pg_get_functiondef('breakdown_facts'::regproc), 'AND occurred_at >= since AND occurred_at < until',
        'AND slot > since - interval ''5 minutes'' AND slot < until AND occurred_at >= since AND occurred_at < until');
END $$;
