-- The working tables of one run; emptied by its commit. Created once per connection.

-- The events of the claimed batches, with what several targets need of each.
CREATE TEMP TABLE claimed_events (
    bucket        timestamptz NOT NULL,
    traffic       smallint NOT NULL DEFAULT 0,  -- known once viewers and self_viewers are
    feeds_play    boolean NOT NULL,
    is_increment  boolean NOT NULL,             -- the sections are new since the last report, else all so far
    has_owner     boolean NOT NULL,             -- the owner of the content was known before the run
    {declared: #},
    event_key     text COLLATE "C" NOT NULL,    -- orders events of one time
    seen_at       timestamptz NOT NULL,         -- when it occurred, but never later than its arrival
    named_creator text,                         -- by the event; creator_id is that of the content, if it names one
    sale_id       uuid,                         -- the id of a purchase, a refund or a gift, and its properties; else null
    sale          jsonb
) ON COMMIT DELETE ROWS;

CREATE TEMP TABLE run_revisions (
    project_id integer NOT NULL,
    revision   bigint NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMP TABLE claimed_batches (
    batch_id bigint NOT NULL
) ON COMMIT DELETE ROWS;

-- Viewers whose declared profile the run takes in.
CREATE TEMP TABLE claimed_profiles (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL
) ON COMMIT DELETE ROWS;

-- Contents whose owner may be another.
CREATE TEMP TABLE claimed_owners (
    project_id integer NOT NULL,
    content_id text NOT NULL
) ON COMMIT DELETE ROWS;

-- Contents whose owner is another, with all that is counted of them.
CREATE TEMP TABLE transfers (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    was        text,
    is_now     text
) ON COMMIT DELETE ROWS;

-- Viewers that became bots or are none any more; pairs that became a creator and its own content, or are that no more; viewers
-- whose age group or gender in force is another.
CREATE TEMP TABLE reclassified_viewers (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL,
    was_bot    boolean NOT NULL,
    is_bot     boolean NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE new_self_viewers (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL,
    content_id text NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE lost_self_viewers (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL,
    content_id text NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE profile_changes (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL
) ON COMMIT DELETE ROWS;

-- Events of earlier runs whose class is another now: in the old one (sign -1) and in the new one (sign +1).
CREATE TEMP TABLE reclassified_events (
    sign        integer NOT NULL,
    project_id  integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    bucket      timestamptz NOT NULL,
    type        text NOT NULL,
    content_id  text,
    creator_id  text,
    session_id  text,
    viewer_id   text,
    traffic     smallint NOT NULL,
    source_type text,
    device_type text,
    platform    text,
    cell        bigint,
    name        text,
    sale_id     uuid
) ON COMMIT DELETE ROWS;

-- Statements that count single events read this, and sum the signs.
CREATE TEMP VIEW counted AS
SELECT
    1 AS sign, project_id, occurred_at, bucket, type, content_id, creator_id, session_id, viewer_id, traffic, source_type,
    device_type, platform, cell, name
FROM claimed_events
UNION ALL
SELECT
    sign, project_id, occurred_at, bucket, type, content_id, creator_id, session_id, viewer_id, traffic, source_type, device_type,
    platform, cell, name
FROM reclassified_events;

-- Viewers and contents whose class is another now.
CREATE TEMP TABLE reclassified_pairs (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL,
    content_id text NOT NULL,
    was        smallint NOT NULL,
    traffic    smallint NOT NULL
) ON COMMIT DELETE ROWS;

-- Each quarter-hour in which something of a session id happened, and each stored session that is at most the timeout away from
-- one (without a bucket): in which session it is, by the first event of that.
CREATE TEMP TABLE session_parts (
    project_id integer NOT NULL,
    session_id text NOT NULL,
    bucket     timestamptz,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    began_at   timestamptz NOT NULL
) ON COMMIT DELETE ROWS;

-- The spans of each session that changed: as they were (sign -1) and as they are (sign +1); began_at is the first event of the
-- session, as it was or is.
CREATE TEMP TABLE span_changes (
    sign           integer NOT NULL,
    project_id     integer NOT NULL,
    session_id     text NOT NULL,
    began_at       timestamptz NOT NULL,
    creator_id     text NOT NULL,
    traffic        smallint NOT NULL,
    first_event_at timestamptz NOT NULL,
    last_event_at  timestamptz NOT NULL,
    reclassified          boolean NOT NULL DEFAULT false,  -- by another class of a viewer, before the events of the run
    counts_since   timestamptz NOT NULL DEFAULT '-infinity'  -- what began before is counted already
) ON COMMIT DELETE ROWS;

-- Each play that changed: as it was (sign -1) and as it is (sign +1), if it counted. Plays that only changed class
-- are marked as moved. source is the name in the columns: organic, following …
CREATE TEMP TABLE play_changes (
    sign        integer NOT NULL,
    reclassified       boolean NOT NULL,
    project_id  integer NOT NULL,
    content_id  text NOT NULL,
    play_key    text NOT NULL,
    creator_id  text,
    session_id  text,
    viewer_id   text,
    traffic     smallint NOT NULL,
    origin_at   timestamptz NOT NULL,
    started_at  timestamptz NOT NULL,
    bucket      timestamptz NOT NULL,
    source      text NOT NULL,
    device_type text,
    platform    text,
    cell        bigint,
    watch_bin   integer NOT NULL,
    {amounts: # @ NOT NULL},
    repeats     boolean NOT NULL,
    {definitions: is_# boolean NOT NULL}
) ON COMMIT DELETE ROWS;

-- Each viewer's state that changed: as it was (sign -1) and as it is (sign +1).
CREATE TEMP TABLE viewer_changes (
    sign          integer NOT NULL,
    project_id    integer NOT NULL,
    content_id    text NOT NULL,
    viewer_id     text NOT NULL,
    traffic       smallint NOT NULL,
    views         bigint NOT NULL,
    rewatch_views bigint NOT NULL,
    {definitions: #_views bigint NOT NULL},
    liked         boolean,
    liked_at      timestamptz,
    liked_creator text,
    saved         boolean,
    saved_at      timestamptz,
    saved_creator text
) ON COMMIT DELETE ROWS;

-- Viewers who gained a view (gained), or have none any more, of one content in one quarter-hour; by which definitions. A
-- view gained by a move to another class may be lost again in the same run, so it is marked.
CREATE TEMP TABLE sketch_changes (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    bucket     timestamptz NOT NULL,
    traffic    smallint NOT NULL,
    viewer_id  text NOT NULL,
    gained     boolean NOT NULL,
    reclassified      boolean NOT NULL,
    start      boolean NOT NULL,
    {definitions: # boolean NOT NULL}
) ON COMMIT DELETE ROWS;

-- Deltas of every counter; null, if a statement counts none. The minute is null where none is kept. Rows about a creator's
-- sessions name the creator, those about the platform's sessions none. Counts of one run fit into 32 bits, which sum much faster. A default and a constraint of each
-- would be most of what a connection costs, when it begins and when it ends.
CREATE TEMP TABLE deltas (
    project_id integer,
    content_id text,
    creator_id text,
    bucket     timestamptz,
    minute     timestamptz,
    traffic    smallint,
    sessions   integer,
    session_ms bigint,
    {deltas: # @},
    {histogram: # integer}
) ON COMMIT DELETE ROWS;

-- The same deltas, summed for each content, and for each creator (null: unknown).
CREATE TEMP TABLE content_deltas ON COMMIT DELETE ROWS AS
SELECT project_id, content_id, bucket, traffic, {metrics: #}, {histogram: #} FROM deltas WITH NO DATA;
CREATE TEMP TABLE creator_deltas ON COMMIT DELETE ROWS AS
SELECT project_id, creator_id, bucket, traffic, sessions, session_ms, {metrics: #} FROM deltas WITH NO DATA;

-- How far each project's as_of moved, for statements that run with or without events.
CREATE TEMP TABLE moved_as_of (
    project_id integer NOT NULL,
    was        timestamptz NOT NULL,
    is_now     timestamptz NOT NULL
) ON COMMIT DELETE ROWS;

-- What changed though no event of the run names it; it is touched in the end.
CREATE TEMP TABLE pending_changes (
    project_id integer NOT NULL,
    kind       text NOT NULL,
    id         text NOT NULL
) ON COMMIT DELETE ROWS;

-- The subjects whose numbers the run may have changed.
CREATE TEMP TABLE touched_subjects (
    project_id integer NOT NULL,
    kind       text NOT NULL,
    id         text NOT NULL
) ON COMMIT DELETE ROWS;
