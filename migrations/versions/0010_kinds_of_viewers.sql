-- What identifies a viewer keeps its kind, a suspicious event accuses nobody, sessions count by the events that count, and
-- events of one time are ordered by the id that the client sent.
--
-- The roll-up follows from the raw events: it is emptied, and every stored event is announced to the aggregator again.

TRUNCATE content_buckets, content_totals, content_viewers, content_viewer_buckets, content_states, content_durations, plays,
    creator_buckets, creator_totals, platform_buckets, platform_totals, viewer_sketches, sessions, session_contents, viewers,
    self_viewers, watchers, hot_hours, area_buckets, area_days, stale_days, digested_days, day_breakdowns, day_retention,
    retention_curves, stale_curves, content_scores, stale_scores;

-- Viewers ------------------------------------------------------------------------------------------------------------

-- viewer_id names a viewer and its kind: 'u:' and a user's id, 's:' and the session of a guest. A suspicious event (with a
-- bot_reason) belongs to a bot of its own kind, 'b' in front of the viewer that the event names.
CREATE FUNCTION viewer_key(user_id text, session_id text, is_suspect boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN is_suspect THEN 'b' ELSE '' END || coalesce('u:' || user_id, 's:' || session_id);

-- Whether a viewer stands for suspicious events; the viewer that these events name.
CREATE FUNCTION is_suspect(viewer_id text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN starts_with(viewer_id, 'b');
CREATE FUNCTION person_of(viewer_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN starts_with(viewer_id, 'b') THEN substr(viewer_id, 2) ELSE viewer_id END;

-- The user that a viewer is, and the session that a guest is; null for the other kind.
CREATE FUNCTION viewer_user(viewer_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN starts_with(viewer_id, 'u:') THEN substr(viewer_id, 3)
        WHEN starts_with(viewer_id, 'bu:') THEN substr(viewer_id, 4)
    END;
CREATE FUNCTION viewer_session(viewer_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN starts_with(viewer_id, 's:') THEN substr(viewer_id, 3)
        WHEN starts_with(viewer_id, 'bs:') THEN substr(viewer_id, 4)
    END;

-- Creators that do something to themselves without a content, such as a follow.
CREATE FUNCTION is_own_doing(user_id text, creator_id text, content_id text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(content_id IS NULL AND user_id = creator_id, false);

-- A creator's figures are those of its contents: the catalogue's creator counts, the event's where the catalogue names none.
UPDATE events SET
    viewer_id = viewer_key(user_id, session_id, bot_reason IS NOT NULL),
    play_key = CASE WHEN bot_reason IS NULL THEN play_key ELSE 'b' || play_key END,
    creator_id = coalesce(
        (
            SELECT contents.creator_id FROM contents
            WHERE contents.project_id = events.project_id AND contents.content_id = events.content_id
        ),
        events.creator_id);

-- A profile was declared of whoever had the id, user or guest.
CREATE TEMP TABLE declared ON COMMIT DROP AS
SELECT profile.project_id, kind || profile.viewer_id AS viewer_id, age_group, gender, is_bot, updated_at
FROM viewer_profiles AS profile, unnest(ARRAY['u:', 's:']) AS kind;
TRUNCATE viewer_profiles, changed_profiles;
INSERT INTO viewer_profiles (project_id, viewer_id, age_group, gender, is_bot, updated_at) SELECT * FROM declared;
INSERT INTO changed_profiles (project_id, viewer_id) SELECT project_id, viewer_id FROM viewer_profiles;

-- What of it the aggregator has taken in, so that a run goes by the declarations that it has claimed and by no later one.
-- is_bot in force: declared, also of whom suspicious events name; else whether the viewer stands for suspicious events.
ALTER TABLE viewers
    DROP bot_reason,
    ADD declared_age_group text,
    ADD declared_gender text,
    ADD declared_bot boolean;

-- Ties ---------------------------------------------------------------------------------------------------------------

-- The id that orders events of one time: as the client sent it; of a UUID, whatever its spelling, the canonical text.
CREATE FUNCTION event_key(id uuid, details jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN details ->> 'clientId' ~* (
            '^(urn:uuid:)?(\{([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\}'
            '|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$') THEN id::text
        ELSE coalesce(details ->> 'clientId', id::text)
    END COLLATE "C";

-- Whether one event is later than another, ties by key; an absent one is earlier than any.
DROP FUNCTION is_later(timestamptz, uuid, timestamptz, uuid);
CREATE FUNCTION is_later(at timestamptz, event text, known_at timestamptz, known_event text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce((at, event COLLATE "C") > (known_at, known_event COLLATE "C"), at IS NOT NULL);

ALTER TABLE plays ALTER origin_event TYPE text COLLATE "C";
ALTER TABLE content_viewers
    ALTER liked_event TYPE text COLLATE "C",
    ALTER saved_event TYPE text COLLATE "C";
ALTER TABLE viewers
    ALTER age_group_event TYPE text COLLATE "C",
    ALTER gender_event TYPE text COLLATE "C";

-- Who is watching ----------------------------------------------------------------------------------------------------

-- event_at and seen_event (its key) decide which sign is the latest; seen_at tells until when it holds: a clock that is
-- ahead keeps nobody watching.
ALTER TABLE watchers
    ALTER seen_event TYPE text COLLATE "C",
    ADD event_at timestamptz NOT NULL;

-- Sessions -----------------------------------------------------------------------------------------------------------

-- From the first to the last event of a session, by class of traffic: on the whole platform (creator ''), and within a
-- creator's contents. A session counts for those who ask for some of its classes, from the first event of these to the last.
DROP TABLE creator_sessions;
CREATE TABLE session_spans (
    project_id     integer NOT NULL,
    creator_id     text NOT NULL,
    session_id     text NOT NULL,
    traffic        smallint NOT NULL,
    first_event_at timestamptz NOT NULL,
    last_event_at  timestamptz NOT NULL,
    PRIMARY KEY (project_id, creator_id, session_id, traffic)
) WITH (fillfactor = 80);
ALTER TABLE sessions DROP traffic;

-- Fold everything again ----------------------------------------------------------------------------------------------

UPDATE rollup_state SET as_of = '-infinity';
INSERT INTO ingest_batches (project_id, batch_id, events)
SELECT project_id, batch_id, count(*) FROM events GROUP BY project_id, batch_id
ON CONFLICT (project_id, batch_id) DO NOTHING;
