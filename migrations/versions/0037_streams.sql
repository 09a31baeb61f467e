-- Who attends live streams. Events that are counted already are added by `viewpulse rebuild`, as far as there are raw events.

-- Every sign of a viewer in a stream, in the order of time.
CREATE TABLE stream_signs (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    viewer_id  text NOT NULL,
    signed_at  timestamptz NOT NULL,
    event_key  text COLLATE "C" NOT NULL,  -- orders signs of one time
    is_present boolean NOT NULL,           -- joined, wrote or gave; else left
    traffic    smallint NOT NULL,
    PRIMARY KEY (project_id, content_id, viewer_id, signed_at, event_key)
);

-- When streams began and ended.
CREATE TABLE stream_marks (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    marked_at  timestamptz NOT NULL,
    event_key  text COLLATE "C" NOT NULL,  -- orders marks of one time
    is_start   boolean NOT NULL,           -- began, else ended
    PRIMARY KEY (project_id, content_id, marked_at, event_key)
);

-- What changes in a stream in each second in which anything does; those who are there are the sum of joins - leaves until then.
CREATE TABLE stream_seconds (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    second     timestamptz NOT NULL,
    traffic    smallint NOT NULL,
    joins      bigint NOT NULL DEFAULT 0,    -- attendances that begin
    leaves     bigint NOT NULL DEFAULT 0,    -- attendances that end; without a LEAVE, half an hour after the last sign
    viewers    bigint NOT NULL DEFAULT 0,    -- viewers whose first sign it is
    messages   bigint NOT NULL DEFAULT 0,
    gifts      bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, content_id, second, traffic)
) WITH (fillfactor = 50);

-- Until when a viewer is there after a sign of being there: until the next sign, if it comes in time; else for half an hour. A
-- LEAVE proves that the viewer was there until then, if it comes within twelve hours.
CREATE FUNCTION there_until(signed_at timestamptz, next_at timestamptz, next_is_present boolean) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN next_at <= signed_at + CASE WHEN next_is_present THEN interval '30 minutes' ELSE interval '12 hours' END THEN next_at
        ELSE signed_at + interval '30 minutes'
    END;
