-- Counters and viewers by minute, for the last hours.

-- The minute of a moment, if it is kept: null before :since.
CREATE FUNCTION kept_minute(moment timestamptz, since timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN moment >= since THEN date_bin('1 minute', moment, '1970-01-01 00:00:00+00') END;

-- Minutes from minutes_since on have their rows; a job moves it on, and deletes the rows before it. Where events are counted
-- already, some of clocks that are ahead among them, that is only in a few minutes.
ALTER TABLE rollup_state
    ADD minutes_since timestamptz NOT NULL
        DEFAULT date_bin('1 minute', now(), '1970-01-01 00:00:00+00') - interval '200 minutes';
UPDATE rollup_state SET minutes_since = date_bin('1 minute', now(), '1970-01-01 00:00:00+00') + interval '10 minutes'
WHERE revision > 0;

-- Rows of contents; of creators, for what names no content; and ('' and '') of the platform. The minute comes early in the key:
-- what is written, read and deleted together lies together.
CREATE TABLE minute_counts (
    project_id integer NOT NULL,
    minute     timestamptz NOT NULL,
    content_id text NOT NULL,
    creator_id text NOT NULL,                  -- '' in rows of contents
    traffic    smallint NOT NULL,
    owner_id   text NOT NULL,                  -- for whom it counts: the owner of the content, or the creator; '': nobody
    LIKE metric_columns INCLUDING DEFAULTS,
    PRIMARY KEY (project_id, minute, content_id, creator_id, traffic)
) WITH (fillfactor = 50);
CREATE INDEX minute_counts_by_owner ON minute_counts (project_id, owner_id, minute);

CREATE TABLE minute_viewers (
    project_id      integer NOT NULL,
    minute          timestamptz NOT NULL,
    content_id      text NOT NULL,
    viewer_id       text NOT NULL,
    traffic         smallint NOT NULL,
    views           bigint NOT NULL DEFAULT 0,
    engaged_views   bigint NOT NULL DEFAULT 0,
    peertube_views  bigint NOT NULL DEFAULT 0,
    linkedin_views  bigint NOT NULL DEFAULT 0,
    peertube2_views bigint NOT NULL DEFAULT 0,
    linkedin2_views bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, minute, content_id, viewer_id)
) WITH (fillfactor = 50);
