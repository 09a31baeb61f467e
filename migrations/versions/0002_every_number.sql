-- Every number: classes of traffic, definitions of a view, and what the analytics of 0.2.0 keep of plays and viewers.
--
-- The roll-up follows from the raw events, so it is made anew: the old tables go, and at the end every stored event is
-- announced to the aggregator again, which folds all of them into the new ones.
--
-- traffic is a set of bits that every counter has in its key: 1 a bot's, 2 a creator's on its own content; 0 counts by
-- default. It belongs to a viewer and a content, so the classes of a content never share a viewer.

DROP TABLE content_countries, content_buckets, content_totals, content_viewers, content_viewer_buckets, plays,
    creator_buckets, creator_totals, creator_sessions, platform_buckets, platform_totals, viewer_sketches, sessions,
    session_contents;

-- Raw events ---------------------------------------------------------------------------------------------------------

ALTER TABLE events
    ADD bot_reason        text,              -- why ingest took the sender for a bot: user_agent, data_center, rate
    ADD age_group         text,              -- of the viewer, as sent
    ADD gender            text,
    ADD repeated_sections int8multirange[],  -- watched twice or more by this event's own sections, three times or more …
    ADD latitude          double precision,  -- WGS 84; with the viewer's consent only
    ADD longitude         double precision,
    ADD cell              bigint;            -- H3 cell of resolution 5 (about 250 km2), with or without consent

CREATE INDEX events_by_session ON events (project_id, session_id, occurred_at) WHERE session_id IS NOT NULL;
CREATE INDEX events_by_user ON events (project_id, user_id, occurred_at) WHERE user_id IS NOT NULL;
-- What a breakdown counts by itself, event by event.
CREATE INDEX events_by_content ON events (project_id, content_id, occurred_at)
    WHERE type IN ('view_start', 'like', 'comment', 'share');

-- Viewers ------------------------------------------------------------------------------------------------------------

-- What the app or an admin declared of a viewer; null: nothing, and the events decide.
CREATE TABLE viewer_profiles (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL,
    age_group  text,
    gender     text,
    is_bot     boolean,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, viewer_id)
);

-- Viewers whose profile changed; the next run of the aggregator takes them, and moves their numbers.
CREATE TABLE changed_profiles (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL,
    PRIMARY KEY (project_id, viewer_id)
);

-- What is known of a viewer; a row only for those of whom something is.
CREATE TABLE viewers (
    project_id      integer NOT NULL,
    viewer_id       text NOT NULL,
    age_group       text,                    -- in force: declared, else of the latest event that names one (ties by id)
    gender          text,
    is_bot          boolean NOT NULL,        -- in force: declared, else whether any event has a bot_reason
    bot_reason      text,                    -- the least of those that events gave
    sent_age_group  text,
    age_group_at    timestamptz,
    age_group_event uuid,
    sent_gender     text,
    gender_at       timestamptz,
    gender_event    uuid,
    PRIMARY KEY (project_id, viewer_id)
) WITH (fillfactor = 80);

-- Creators seen as viewers of their own content: any event of the pair with user_id = creator_id.
CREATE TABLE self_viewers (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL,
    content_id text NOT NULL,
    PRIMARY KEY (project_id, viewer_id, content_id)
);

-- Definitions of a view ----------------------------------------------------------------------------------------------

-- Which plays are views by the named definitions (server/analytics/definitions.py has their texts).
CREATE FUNCTION is_engaged_view(watch_ms bigint, completion double precision) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN watch_ms >= 3000 OR completion >= 0.5;
CREATE FUNCTION is_peertube_view(watch_ms bigint, duration_ms bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN watch_ms >= 10000 OR coalesce(duration_ms < 10000 AND watch_ms * 2 > duration_ms, false);
CREATE FUNCTION is_linkedin_view(watch_ms bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN watch_ms >= 3000;

-- A source of traffic as the columns of views are named: for_you and feed are organic; what was not said is other.
CREATE FUNCTION source_column(source_type text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN source_type IN ('for_you', 'feed') THEN 'organic'
        WHEN source_type IN ('following', 'profile', 'hashtag', 'search', 'direct') THEN source_type
        ELSE 'other'
    END;

-- Plays and viewers --------------------------------------------------------------------------------------------------

-- How often each part of a content was watched is kept as levels: watched at least once, at least twice, and so on.
-- No level is empty, so equal counts are equal arrays. Counts end at 100.

-- The levels of a sum of counts, and of the greater of two. Without an overlap nothing but a union is needed.
CREATE FUNCTION sum_of_levels(a int8multirange[], b int8multirange[]) RETURNS int8multirange[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT coalesce(array_agg(level ORDER BY watched), '{}')
        FROM (
            SELECT i + j AS watched, range_agg(coalesce(a[i] * b[j], a[i], b[j])) AS level
            FROM generate_series(0, cardinality(a)) AS i, generate_series(0, cardinality(b)) AS j
            WHERE i + j BETWEEN 1 AND 100
            GROUP BY i + j
        ) AS parts
        WHERE NOT isempty(level)
    );
CREATE FUNCTION add_levels(a int8multirange[], b int8multirange[]) RETURNS int8multirange[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN b = '{}' THEN a
        WHEN a = '{}' THEN b
        WHEN cardinality(a) = 1 AND cardinality(b) = 1 AND NOT a[1] && b[1] THEN ARRAY[a[1] + b[1]]
        ELSE sum_of_levels(a, b)
    END;
CREATE FUNCTION union_of_levels(a int8multirange[], b int8multirange[]) RETURNS int8multirange[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT array_agg(coalesce(a[i] + b[i], a[i], b[i]) ORDER BY i)
        FROM generate_series(1, greatest(cardinality(a), cardinality(b))) AS i
    );
CREATE FUNCTION greater_levels(a int8multirange[], b int8multirange[]) RETURNS int8multirange[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN b = '{}' THEN a
        WHEN a = '{}' THEN b
        WHEN cardinality(a) = 1 AND cardinality(b) = 1 THEN ARRAY[a[1] + b[1]]
        ELSE union_of_levels(a, b)
    END;
CREATE AGGREGATE sum_levels(int8multirange[]) (SFUNC = add_levels, STYPE = int8multirange[], INITCOND = '{}');
CREATE AGGREGATE max_levels(int8multirange[]) (SFUNC = greater_levels, STYPE = int8multirange[], INITCOND = '{}');

-- The levels of one event, and of a plain union.
CREATE FUNCTION event_levels(sections int8multirange, repeated int8multirange[]) RETURNS int8multirange[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN sections IS NULL OR isempty(sections) THEN '{}' ELSE sections || coalesce(repeated[1:99], '{}') END;

-- What a play watched at least once.
CREATE FUNCTION play_sections(delta_levels int8multirange[], total_levels int8multirange[]) RETURNS int8multirange
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(delta_levels[1] + total_levels[1], delta_levels[1], total_levels[1], '{}');

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
    traffic         smallint NOT NULL,     -- of its viewer and content
    source_type     text,
    referrer        text,
    campaign        text,
    device_type     text,
    platform        text,
    os              text,
    app_version     text,
    country         text,
    city            text,
    timezone        text,
    network_type    text,
    cell            bigint,
    started_at      timestamptz,           -- earliest playback event; null: only a skip is known, not counted as a play
    views           bigint NOT NULL,
    watch_delta_ms  bigint NOT NULL,       -- sum of the increments
    watch_total_ms  bigint NOT NULL,       -- largest cumulative report
    position_ms     bigint NOT NULL,
    duration_ms     bigint,
    delta_levels    int8multirange[] NOT NULL,  -- sections: the sum of the increments'
    total_levels    int8multirange[] NOT NULL,  -- and the greatest of the cumulative reports
    reported        double precision NOT NULL,
    completed       boolean NOT NULL,
    loops           bigint NOT NULL,
    watch_ms        bigint NOT NULL GENERATED ALWAYS AS (greatest(watch_delta_ms, watch_total_ms)) STORED,
    completion      double precision NOT NULL GENERATED ALWAYS AS (
        play_completion(
            position_ms, sections_ms(play_sections(delta_levels, total_levels)), reported, completed, duration_ms)) STORED,
    PRIMARY KEY (project_id, content_id, play_key)
) WITH (fillfactor = 80);
-- Partial, so that the look-up of one play can only take the primary key.
CREATE INDEX plays_by_start ON plays (project_id, content_id, started_at) WHERE started_at IS NOT NULL;
CREATE INDEX plays_by_viewer ON plays (project_id, viewer_id, content_id) WHERE viewer_id IS NOT NULL;

-- Viewer state, decided by the latest occurredAt (ties by id), so the order of arrival does not matter.
-- views are the VIEW_START events; those of the other definitions are plays.
CREATE TABLE content_viewers (
    project_id     integer NOT NULL,
    content_id     text NOT NULL,
    viewer_id      text NOT NULL,
    traffic        smallint NOT NULL,
    first_view_at  timestamptz,
    last_view_at   timestamptz,
    views          bigint NOT NULL DEFAULT 0,
    rewatch_views  bigint NOT NULL DEFAULT 0,   -- views flagged isRewatch
    engaged_views  bigint NOT NULL DEFAULT 0,
    peertube_views bigint NOT NULL DEFAULT 0,
    linkedin_views bigint NOT NULL DEFAULT 0,
    plays          bigint NOT NULL DEFAULT 0,
    watch_ms       bigint NOT NULL DEFAULT 0,
    completions    bigint NOT NULL DEFAULT 0,   -- plays completed in full
    liked          boolean,                     -- null: neither liked nor unliked
    liked_at       timestamptz,
    liked_event    uuid,
    liked_creator  text,
    saved          boolean,
    saved_at       timestamptz,
    saved_event    uuid,
    saved_creator  text,
    PRIMARY KEY (project_id, content_id, viewer_id)
) WITH (fillfactor = 80);
CREATE INDEX content_viewers_by_viewer ON content_viewers (project_id, viewer_id, last_view_at DESC, content_id);
CREATE INDEX content_viewers_saved ON content_viewers (project_id, viewer_id, saved_at DESC, content_id) WHERE saved;

-- Who viewed in which quarter-hour: exact unique viewers of any range. creator_id is that of the events, '' for none.
CREATE TABLE content_viewer_buckets (
    project_id     integer NOT NULL,
    content_id     text NOT NULL,
    bucket         timestamptz NOT NULL,
    viewer_id      text NOT NULL,
    creator_id     text NOT NULL,
    traffic        smallint NOT NULL,
    views          bigint NOT NULL DEFAULT 0,
    rewatch_views  bigint NOT NULL DEFAULT 0,
    engaged_views  bigint NOT NULL DEFAULT 0,
    peertube_views bigint NOT NULL DEFAULT 0,
    linkedin_views bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, content_id, bucket, viewer_id, creator_id)
) WITH (fillfactor = 80);
-- Whoever may have left a sketch makes it be drawn again from these.
CREATE INDEX content_viewer_buckets_by_creator ON content_viewer_buckets (project_id, bucket, creator_id);

-- Counters -----------------------------------------------------------------------------------------------------------

-- The views of the other definitions: plays, in the quarter-hour of their start, by the play's own source and device.
ALTER TABLE metric_columns
    ADD engaged_views bigint NOT NULL DEFAULT 0,
    ADD engaged_views_organic bigint NOT NULL DEFAULT 0,
    ADD engaged_views_following bigint NOT NULL DEFAULT 0,
    ADD engaged_views_profile bigint NOT NULL DEFAULT 0,
    ADD engaged_views_hashtag bigint NOT NULL DEFAULT 0,
    ADD engaged_views_search bigint NOT NULL DEFAULT 0,
    ADD engaged_views_direct bigint NOT NULL DEFAULT 0,
    ADD engaged_views_other bigint NOT NULL DEFAULT 0,
    ADD engaged_views_mobile bigint NOT NULL DEFAULT 0,
    ADD engaged_views_tablet bigint NOT NULL DEFAULT 0,
    ADD engaged_views_desktop bigint NOT NULL DEFAULT 0,
    ADD engaged_views_tv bigint NOT NULL DEFAULT 0,
    ADD engaged_views_ios bigint NOT NULL DEFAULT 0,
    ADD engaged_views_android bigint NOT NULL DEFAULT 0,
    ADD engaged_views_web bigint NOT NULL DEFAULT 0,
    ADD peertube_views bigint NOT NULL DEFAULT 0,
    ADD peertube_views_organic bigint NOT NULL DEFAULT 0,
    ADD peertube_views_following bigint NOT NULL DEFAULT 0,
    ADD peertube_views_profile bigint NOT NULL DEFAULT 0,
    ADD peertube_views_hashtag bigint NOT NULL DEFAULT 0,
    ADD peertube_views_search bigint NOT NULL DEFAULT 0,
    ADD peertube_views_direct bigint NOT NULL DEFAULT 0,
    ADD peertube_views_other bigint NOT NULL DEFAULT 0,
    ADD peertube_views_mobile bigint NOT NULL DEFAULT 0,
    ADD peertube_views_tablet bigint NOT NULL DEFAULT 0,
    ADD peertube_views_desktop bigint NOT NULL DEFAULT 0,
    ADD peertube_views_tv bigint NOT NULL DEFAULT 0,
    ADD peertube_views_ios bigint NOT NULL DEFAULT 0,
    ADD peertube_views_android bigint NOT NULL DEFAULT 0,
    ADD peertube_views_web bigint NOT NULL DEFAULT 0,
    ADD linkedin_views bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_organic bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_following bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_profile bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_hashtag bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_search bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_direct bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_other bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_mobile bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_tablet bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_desktop bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_tv bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_ios bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_android bigint NOT NULL DEFAULT 0,
    ADD linkedin_views_web bigint NOT NULL DEFAULT 0;

CREATE TABLE content_buckets (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    bucket     timestamptz NOT NULL,
    traffic    smallint NOT NULL,
    LIKE metric_columns INCLUDING DEFAULTS,
    LIKE watch_histogram_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, content_id, bucket, traffic)
) WITH (fillfactor = 80);
CREATE INDEX content_buckets_by_time ON content_buckets USING brin (bucket);

-- unique_viewers and rewatches by each definition of a view.
CREATE TABLE content_totals (
    project_id              integer NOT NULL,
    content_id              text NOT NULL,
    traffic                 smallint NOT NULL,
    unique_viewers          bigint NOT NULL DEFAULT 0,
    engaged_unique_viewers  bigint NOT NULL DEFAULT 0,
    peertube_unique_viewers bigint NOT NULL DEFAULT 0,
    linkedin_unique_viewers bigint NOT NULL DEFAULT 0,
    rewatches               bigint NOT NULL DEFAULT 0,
    engaged_rewatches       bigint NOT NULL DEFAULT 0,
    peertube_rewatches      bigint NOT NULL DEFAULT 0,
    linkedin_rewatches      bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS,
    LIKE watch_histogram_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, content_id, traffic)
) WITH (fillfactor = 80);

-- Every content with an event: whose it is by its events, and the run that last touched it.
CREATE TABLE content_states (
    project_id     integer NOT NULL,
    content_id     text NOT NULL,
    creator_id     text,                   -- of the earliest event that names one (the smallest id, if two are as early)
    creator_at     timestamptz,
    creator_least  text,                   -- of all that events name: when they differ, nobody may claim the content
    creator_most   text,
    owner_id       text GENERATED ALWAYS AS (  -- '': disputed, which is no creator's id
        CASE WHEN creator_least = creator_most THEN creator_least WHEN creator_least IS NOT NULL THEN '' END) STORED,
    first_event_at timestamptz NOT NULL,
    revision       bigint NOT NULL,
    PRIMARY KEY (project_id, content_id)
) WITH (fillfactor = 80);
CREATE INDEX content_states_by_owner ON content_states (project_id, owner_id);

-- sessions and session_ms: sessions that began in the bucket, and their durations so far.
CREATE TABLE creator_buckets (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    bucket     timestamptz NOT NULL,
    traffic    smallint NOT NULL,
    sessions   bigint NOT NULL DEFAULT 0,
    session_ms bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, creator_id, bucket, traffic)
) WITH (fillfactor = 80);

-- revision: the run that last touched this class; the creator's is the largest of its classes.
CREATE TABLE creator_totals (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    traffic    smallint NOT NULL,
    revision   bigint NOT NULL,
    sessions   bigint NOT NULL DEFAULT 0,
    session_ms bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, creator_id, traffic)
) WITH (fillfactor = 80);

CREATE TABLE platform_buckets (
    project_id integer NOT NULL,
    bucket     timestamptz NOT NULL,
    traffic    smallint NOT NULL,
    sessions   bigint NOT NULL DEFAULT 0,
    session_ms bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, bucket, traffic)
) WITH (fillfactor = 80);

CREATE TABLE platform_totals (
    project_id integer NOT NULL,
    traffic    smallint NOT NULL,
    revision   bigint NOT NULL,
    sessions   bigint NOT NULL DEFAULT 0,
    session_ms bigint NOT NULL DEFAULT 0,
    LIKE metric_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, traffic)
) WITH (fillfactor = 80);

-- HyperLogLog sketches of the viewers with a view by the definition; bucket '-infinity' is all time; creator_id '' is
-- the platform. definition: start, engaged, peertube or linkedin.
CREATE TABLE viewer_sketches (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    bucket     timestamptz NOT NULL,
    traffic    smallint NOT NULL,
    definition text NOT NULL,
    viewers    bigint NOT NULL,            -- the sketch's estimate
    sketch     bytea NOT NULL,
    PRIMARY KEY (project_id, creator_id, bucket, traffic, definition)
);
-- Those that the platform's is drawn from. Partial, so that the look-up of one sketch can only take the primary key.
CREATE INDEX viewer_sketches_by_bucket ON viewer_sketches (project_id, bucket, traffic, definition)
    WHERE creator_id <> '' AND bucket > '-infinity';

-- Sessions -----------------------------------------------------------------------------------------------------------

CREATE TABLE sessions (
    project_id      integer NOT NULL,
    session_id      text NOT NULL,
    user_id         text,                  -- greatest user id seen; null for a guest
    user_least      text,                  -- smallest user id seen: with two users, it is neither's to read
    traffic         smallint NOT NULL,     -- 1 when any of its viewers is a bot
    first_event_at  timestamptz NOT NULL,
    last_event_at   timestamptz NOT NULL,
    closed_at       timestamptz,           -- latest session_end
    revision        bigint NOT NULL,
    events          bigint NOT NULL DEFAULT 0,
    contents_viewed bigint NOT NULL DEFAULT 0,
    views           bigint NOT NULL DEFAULT 0,
    engaged_views   bigint NOT NULL DEFAULT 0,
    peertube_views  bigint NOT NULL DEFAULT 0,
    linkedin_views  bigint NOT NULL DEFAULT 0,
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

-- traffic: 1 when any of its viewers here is a bot, 2 when any is the creator.
CREATE TABLE creator_sessions (
    project_id     integer NOT NULL,
    creator_id     text NOT NULL,
    session_id     text NOT NULL,
    traffic        smallint NOT NULL,
    first_event_at timestamptz NOT NULL,
    last_event_at  timestamptz NOT NULL,
    PRIMARY KEY (project_id, creator_id, session_id)
);

-- Fold everything again ----------------------------------------------------------------------------------------------

UPDATE rollup_state SET as_of = '-infinity';
INSERT INTO ingest_batches (project_id, batch_id, events)
SELECT project_id, batch_id, count(*) FROM events GROUP BY project_id, batch_id
ON CONFLICT (project_id, batch_id) DO NOTHING;
