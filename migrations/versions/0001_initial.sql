-- Viewpulse: the first schema.
--
-- project_id is first in every key; the distribution column (subject, content_id, creator_id, session_id) is inside
-- every key, so that each table can be distributed as it stands. No foreign keys. Durations are integer milliseconds.

-- Projects and keys --------------------------------------------------------------------------------------------------

CREATE TABLE projects (
    project_id integer PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO projects (project_id, name) VALUES (1, 'default');

-- Only the SHA-256 of a write key is kept.
CREATE TABLE write_keys (
    project_id integer NOT NULL,
    key_hash   bytea NOT NULL,
    label      text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    PRIMARY KEY (project_id, key_hash)
);
CREATE INDEX write_keys_by_hash ON write_keys (key_hash);

-- The catalogue of contents ------------------------------------------------------------------------------------------

CREATE TABLE contents (
    project_id   integer NOT NULL,
    content_id   text NOT NULL,
    type         text,
    creator_id   text,
    title        text,
    caption      text,
    thumbnail    text,
    duration_ms  bigint,
    published_at timestamptz,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, content_id)
);
CREATE INDEX contents_by_creator ON contents (project_id, creator_id, published_at DESC);

-- Raw events ---------------------------------------------------------------------------------------------------------

-- Range-partitioned by the id: a UUIDv7 starts with its time, so a partition is a day and uniqueness still spans the
-- table. Ids of other kinds live in the default partition. subject = content, else creator, else session, else user.
CREATE TABLE events (
    project_id     integer NOT NULL,
    id             uuid NOT NULL,
    subject        text NOT NULL,
    batch_id       bigint NOT NULL,
    received_at    timestamptz NOT NULL,
    occurred_at    timestamptz NOT NULL,   -- corrected for the client's clock
    type           text NOT NULL,          -- canonical, lower case: view -> view_start, complete -> view_complete
    content_id     text,
    content_type   text,
    creator_id     text,                   -- as sent, else from the catalogue
    user_id        text,
    session_id     text,
    viewer_id      text,                   -- the user, else the session
    play_key       text,                   -- p:playId, else s:session, else u:user and UTC day
    schema_version text NOT NULL,
    watch_ms       bigint,                 -- since the last report
    total_watch_ms bigint,                 -- cumulative in the play
    position_ms    bigint,
    duration_ms    bigint,                 -- as sent, else from the catalogue
    completion     double precision,       -- reported, 0-1
    is_rewatch     boolean NOT NULL DEFAULT false,
    loop_count     integer,
    sections       int8multirange,         -- watched sections in ms
    source_type    text,
    referrer       text,
    entry_point    text,
    campaign       text,
    device_type    text,
    platform       text,
    os             text,
    app_version    text,
    country        text,
    region         text,
    city           text,
    timezone       text,
    network_type   text,
    details        jsonb,                  -- the rest of play, device, location and network: playId, model, screen …
    properties     jsonb,
    body_hash      bigint NOT NULL,        -- of what was sent, without id and time: tells a retry from a reused id
    PRIMARY KEY (project_id, id, subject)
) PARTITION BY RANGE (id);
CREATE INDEX events_by_batch ON events (batch_id);
CREATE TABLE events_default PARTITION OF events DEFAULT;

-- One row per ingest transaction; the aggregator claims it by deleting it.
CREATE SEQUENCE ingest_batch_ids CACHE 1;
CREATE TABLE ingest_batches (
    project_id integer NOT NULL,
    batch_id   bigint NOT NULL,
    events     integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, batch_id)
);

CREATE TABLE rejected_events (
    project_id  integer NOT NULL,
    rejected_id bigint GENERATED ALWAYS AS IDENTITY,
    received_at timestamptz NOT NULL,
    code        text NOT NULL,
    message     text NOT NULL,
    path        text[] NOT NULL DEFAULT '{}',
    event_id    text,
    payload     jsonb NOT NULL,
    PRIMARY KEY (project_id, rejected_id)
);
CREATE INDEX rejected_events_by_code ON rejected_events (project_id, code, rejected_id DESC);
CREATE INDEX rejected_events_by_time ON rejected_events (received_at);

CREATE TABLE rejected_counts (
    project_id integer NOT NULL,
    day        date NOT NULL,
    code       text NOT NULL,
    rejected   bigint NOT NULL,
    PRIMARY KEY (project_id, day, code)
);

CREATE TABLE imports (
    project_id   integer NOT NULL,
    import_id    text NOT NULL,            -- SHA-256 of the file's content
    source       text NOT NULL,
    records_done bigint NOT NULL DEFAULT 0,
    accepted     bigint NOT NULL DEFAULT 0,
    duplicates   bigint NOT NULL DEFAULT 0,
    rejected     bigint NOT NULL DEFAULT 0,
    started_at   timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    PRIMARY KEY (project_id, import_id)
);

-- Roll-up: state -----------------------------------------------------------------------------------------------------

CREATE TABLE rollup_state (
    project_id integer PRIMARY KEY,
    revision   bigint NOT NULL DEFAULT 0,  -- grows by one with each aggregator run that changed something
    as_of      timestamptz NOT NULL DEFAULT '-infinity'  -- every event acknowledged before this is counted
);
INSERT INTO rollup_state (project_id) VALUES (1);

-- Length of the union of watched sections, in ms. Without a gap it is computed in place; summing pieces costs 20 times more.
CREATE FUNCTION sections_sum_ms(sections int8multirange) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT sum(upper(section) - lower(section))::bigint FROM unnest(sections) AS section);
CREATE FUNCTION sections_ms(sections int8multirange) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN isempty(sections) THEN 0
        WHEN multirange(range_merge(sections)) = sections THEN upper(sections) - lower(sections)
        ELSE sections_sum_ms(sections)
    END;

-- Share of the content that a play reached, 0-1 (docs/definitions.md, "completion of a play").
CREATE FUNCTION play_completion(
    position_ms bigint, content_ms bigint, reported double precision, completed boolean, duration_ms bigint
) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN completed THEN 1
        ELSE least(1, greatest(
            reported,
            CASE WHEN duration_ms > 0 THEN greatest(position_ms, content_ms)::double precision / duration_ms ELSE 0 END))
    END;

-- One row per viewing. Attributes of the play (viewer, source …) are those of its earliest event.
CREATE TABLE plays (
    project_id      integer NOT NULL,
    content_id      text NOT NULL,
    play_key        text NOT NULL,
    origin_at       timestamptz NOT NULL,  -- earliest event of any kind, and its id to break ties
    origin_event    uuid NOT NULL,
    viewer_id       text,
    session_id      text,
    creator_id      text,
    source_type     text,
    device_type     text,
    platform        text,
    country         text,
    started_at      timestamptz,           -- earliest playback event; null: only a skip is known, not counted as a play
    views           bigint NOT NULL,
    watch_delta_ms  bigint NOT NULL,       -- sum of the increments
    watch_total_ms  bigint NOT NULL,       -- largest cumulative report
    position_ms     bigint NOT NULL,
    duration_ms     bigint,
    sections        int8multirange NOT NULL,
    reported        double precision NOT NULL,
    completed       boolean NOT NULL,
    loops           bigint NOT NULL,
    watch_ms        bigint NOT NULL GENERATED ALWAYS AS (greatest(watch_delta_ms, watch_total_ms)) STORED,
    completion      double precision NOT NULL GENERATED ALWAYS AS (
        play_completion(position_ms, sections_ms(sections), reported, completed, duration_ms)) STORED,
    PRIMARY KEY (project_id, content_id, play_key)
) WITH (fillfactor = 80);
-- Partial, so that the look-up of one play can only take the primary key.
CREATE INDEX plays_by_start ON plays (project_id, content_id, started_at) WHERE started_at IS NOT NULL;

-- Whether one event is later than another, ties by id; an absent one is earlier than any.
CREATE FUNCTION is_later(at timestamptz, event uuid, known_at timestamptz, known_event uuid) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce((at, event) > (known_at, known_event), at IS NOT NULL);

-- Whether a creator was named earlier than another, ties by id; one never named comes last.
CREATE FUNCTION is_earlier(at timestamptz, creator_id text, known_at timestamptz, known_creator_id text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce((at, creator_id) < (known_at, known_creator_id), at IS NOT NULL);

-- Viewer state, decided by the latest occurredAt (ties by id), so the order of arrival does not matter.
CREATE TABLE content_viewers (
    project_id    integer NOT NULL,
    content_id    text NOT NULL,
    viewer_id     text NOT NULL,
    first_view_at timestamptz,
    views         bigint NOT NULL DEFAULT 0,
    rewatch_views bigint NOT NULL DEFAULT 0,   -- views flagged isRewatch
    liked         boolean,                     -- null: neither liked nor unliked
    liked_at      timestamptz,
    liked_event   uuid,
    liked_creator text,
    saved         boolean,
    saved_at      timestamptz,
    saved_event   uuid,
    saved_creator text,
    PRIMARY KEY (project_id, content_id, viewer_id)
) WITH (fillfactor = 80);

-- Who viewed in which quarter-hour: exact unique viewers of any range.
CREATE TABLE content_viewer_buckets (
    project_id    integer NOT NULL,
    content_id    text NOT NULL,
    bucket        timestamptz NOT NULL,
    viewer_id     text NOT NULL,
    views         bigint NOT NULL,
    rewatch_views bigint NOT NULL,
    PRIMARY KEY (project_id, content_id, bucket, viewer_id)
) WITH (fillfactor = 90);

-- Roll-up: counters --------------------------------------------------------------------------------------------------

-- The counters that every scope keeps; a template that is copied by LIKE and never filled.
CREATE TABLE metric_columns (
    views            bigint NOT NULL DEFAULT 0,
    plays            bigint NOT NULL DEFAULT 0,
    watch_ms         bigint NOT NULL DEFAULT 0,
    loop_plays       bigint NOT NULL DEFAULT 0,
    completed_full   bigint NOT NULL DEFAULT 0,
    completed_over75 bigint NOT NULL DEFAULT 0,
    completed_over50 bigint NOT NULL DEFAULT 0,
    completed_over25 bigint NOT NULL DEFAULT 0,
    completed_under25 bigint NOT NULL DEFAULT 0,
    impressions      bigint NOT NULL DEFAULT 0,
    feed_impressions bigint NOT NULL DEFAULT 0,
    swipe_aways      bigint NOT NULL DEFAULT 0,
    skips            bigint NOT NULL DEFAULT 0,   -- skip and swipe_away
    likes            bigint NOT NULL DEFAULT 0,   -- viewers who like it, at the time of their latest like
    saves            bigint NOT NULL DEFAULT 0,   -- viewers who keep it saved, likewise
    like_events      bigint NOT NULL DEFAULT 0,
    unlike_events    bigint NOT NULL DEFAULT 0,
    save_events      bigint NOT NULL DEFAULT 0,
    unsave_events    bigint NOT NULL DEFAULT 0,
    comments         bigint NOT NULL DEFAULT 0,
    shares           bigint NOT NULL DEFAULT 0,
    duets            bigint NOT NULL DEFAULT 0,
    stitches         bigint NOT NULL DEFAULT 0,
    sound_uses       bigint NOT NULL DEFAULT 0,
    clicks           bigint NOT NULL DEFAULT 0,
    contacts         bigint NOT NULL DEFAULT 0,
    whatsapps        bigint NOT NULL DEFAULT 0,
    book_viewings    bigint NOT NULL DEFAULT 0,
    reports          bigint NOT NULL DEFAULT 0,
    not_interested   bigint NOT NULL DEFAULT 0,
    hides            bigint NOT NULL DEFAULT 0,
    follows          bigint NOT NULL DEFAULT 0,
    unfollows        bigint NOT NULL DEFAULT 0,
    views_organic    bigint NOT NULL DEFAULT 0,
    views_following  bigint NOT NULL DEFAULT 0,
    views_profile    bigint NOT NULL DEFAULT 0,
    views_hashtag    bigint NOT NULL DEFAULT 0,
    views_search     bigint NOT NULL DEFAULT 0,
    views_direct     bigint NOT NULL DEFAULT 0,
    views_other      bigint NOT NULL DEFAULT 0,
    views_mobile     bigint NOT NULL DEFAULT 0,
    views_tablet     bigint NOT NULL DEFAULT 0,
    views_desktop    bigint NOT NULL DEFAULT 0,
    views_tv         bigint NOT NULL DEFAULT 0,
    views_ios        bigint NOT NULL DEFAULT 0,
    views_android    bigint NOT NULL DEFAULT 0,
    views_web        bigint NOT NULL DEFAULT 0
);

-- Bin of a play's watch time: 24 log-scaled bins, 250 ms * 1.6^n (server/analytics/median.py has the same edges).
CREATE FUNCTION watch_bin(watch_ms bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN width_bucket(watch_ms, ARRAY[
        250, 400, 640, 1024, 1638, 2621, 4194, 6711, 10737, 17180, 27488, 43980,
        70369, 112590, 180144, 288230, 461169, 737870, 1180592, 1888947, 3022315, 4835703, 7737125]::bigint[]);

-- Plays by watch time, in those bins: the median of any range too large to sort.
CREATE TABLE watch_histogram_columns (
    watch_h00 bigint NOT NULL DEFAULT 0, watch_h01 bigint NOT NULL DEFAULT 0, watch_h02 bigint NOT NULL DEFAULT 0,
    watch_h03 bigint NOT NULL DEFAULT 0, watch_h04 bigint NOT NULL DEFAULT 0, watch_h05 bigint NOT NULL DEFAULT 0,
    watch_h06 bigint NOT NULL DEFAULT 0, watch_h07 bigint NOT NULL DEFAULT 0, watch_h08 bigint NOT NULL DEFAULT 0,
    watch_h09 bigint NOT NULL DEFAULT 0, watch_h10 bigint NOT NULL DEFAULT 0, watch_h11 bigint NOT NULL DEFAULT 0,
    watch_h12 bigint NOT NULL DEFAULT 0, watch_h13 bigint NOT NULL DEFAULT 0, watch_h14 bigint NOT NULL DEFAULT 0,
    watch_h15 bigint NOT NULL DEFAULT 0, watch_h16 bigint NOT NULL DEFAULT 0, watch_h17 bigint NOT NULL DEFAULT 0,
    watch_h18 bigint NOT NULL DEFAULT 0, watch_h19 bigint NOT NULL DEFAULT 0, watch_h20 bigint NOT NULL DEFAULT 0,
    watch_h21 bigint NOT NULL DEFAULT 0, watch_h22 bigint NOT NULL DEFAULT 0, watch_h23 bigint NOT NULL DEFAULT 0
);

CREATE TABLE content_buckets (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    bucket     timestamptz NOT NULL,
    LIKE metric_columns INCLUDING DEFAULTS,
    LIKE watch_histogram_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, content_id, bucket)
) WITH (fillfactor = 80);

CREATE TABLE content_totals (
    project_id     integer NOT NULL,
    content_id     text NOT NULL,
    creator_id     text,                   -- of the earliest event that names one (the smallest id, if two are as early)
    creator_at     timestamptz,
    creator_least  text,                   -- of all that events name: when they differ, nobody may claim the content
    creator_most   text,
    owner_id       text GENERATED ALWAYS AS (  -- '': disputed, which is no creator's id
        CASE WHEN creator_least = creator_most THEN creator_least WHEN creator_least IS NOT NULL THEN '' END) STORED,
    unique_viewers bigint NOT NULL DEFAULT 0,
    rewatches      bigint NOT NULL DEFAULT 0,
    revision       bigint NOT NULL,
    LIKE metric_columns INCLUDING DEFAULTS,
    LIKE watch_histogram_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, content_id)
) WITH (fillfactor = 80);
CREATE INDEX content_totals_by_owner ON content_totals (project_id, owner_id);

CREATE TABLE content_countries (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    bucket     timestamptz NOT NULL,
    country    text NOT NULL,
    views      bigint NOT NULL,
    PRIMARY KEY (project_id, content_id, bucket, country)
) WITH (fillfactor = 80);

-- sessions and session_ms: sessions that began in the bucket, and their durations so far.
CREATE TABLE creator_buckets (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    bucket     timestamptz NOT NULL,
    sessions   bigint NOT NULL DEFAULT 0,
    session_ms bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, creator_id, bucket)
) WITH (fillfactor = 80);

CREATE TABLE creator_totals (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    revision   bigint NOT NULL,
    sessions   bigint NOT NULL DEFAULT 0,
    session_ms bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, creator_id)
) WITH (fillfactor = 80);

CREATE TABLE platform_buckets (
    project_id integer NOT NULL,
    bucket     timestamptz NOT NULL,
    sessions   bigint NOT NULL DEFAULT 0,
    session_ms bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, bucket)
) WITH (fillfactor = 80);

CREATE TABLE platform_totals (
    project_id integer NOT NULL PRIMARY KEY,
    revision   bigint NOT NULL,
    sessions   bigint NOT NULL DEFAULT 0,
    session_ms bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS
) WITH (fillfactor = 80);

-- HyperLogLog sketches of the viewers with a view; bucket '-infinity' is all time; creator_id '' is the platform.
CREATE TABLE viewer_sketches (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    bucket     timestamptz NOT NULL,
    viewers    bigint NOT NULL,            -- the sketch's estimate
    sketch     bytea NOT NULL,
    PRIMARY KEY (project_id, creator_id, bucket)
);

-- Sessions -----------------------------------------------------------------------------------------------------------

CREATE TABLE sessions (
    project_id      integer NOT NULL,
    session_id      text NOT NULL,
    user_id         text,                  -- greatest user id seen; null for a guest
    user_least      text,                  -- smallest user id seen: with two users, it is neither's to read
    first_event_at  timestamptz NOT NULL,
    last_event_at   timestamptz NOT NULL,
    closed_at       timestamptz,           -- latest session_end
    revision        bigint NOT NULL,
    events          bigint NOT NULL DEFAULT 0,
    contents_viewed bigint NOT NULL DEFAULT 0,
    views           bigint NOT NULL DEFAULT 0,
    plays           bigint NOT NULL DEFAULT 0,
    completions     bigint NOT NULL DEFAULT 0,
    watch_ms        bigint NOT NULL DEFAULT 0,
    impressions     bigint NOT NULL DEFAULT 0,
    likes           bigint NOT NULL DEFAULT 0,  -- tallies of what was done in the session
    saves           bigint NOT NULL DEFAULT 0,
    comments        bigint NOT NULL DEFAULT 0,
    shares          bigint NOT NULL DEFAULT 0,
    clicks          bigint NOT NULL DEFAULT 0,
    skips           bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, session_id)
) WITH (fillfactor = 80);
CREATE INDEX sessions_by_user ON sessions (project_id, user_id, first_event_at DESC);

CREATE TABLE session_contents (
    project_id integer NOT NULL,
    session_id text NOT NULL,
    content_id text NOT NULL,
    PRIMARY KEY (project_id, session_id, content_id)
);

CREATE TABLE creator_sessions (
    project_id     integer NOT NULL,
    creator_id     text NOT NULL,
    session_id     text NOT NULL,
    first_event_at timestamptz NOT NULL,
    last_event_at  timestamptz NOT NULL,
    PRIMARY KEY (project_id, creator_id, session_id)
);
