-- Retention curves: how often, and by how many, each part of a content is watched.
--
-- A content's duration is cut into 200 equal parts; a curve of fewer points adds neighbours up. What is watched of a part
-- is an integral, so it is kept exactly: in milliseconds of content * 200.

-- How often each part of a content was watched by a play, as levels. Without sections, once up to the furthest position.
CREATE FUNCTION play_levels(delta_levels int8multirange[], total_levels int8multirange[], position_ms bigint)
    RETURNS int8multirange[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN delta_levels = '{}' AND total_levels = '{}' AND position_ms > 0
            THEN ARRAY[int8multirange(int8range(0, position_ms))]
        ELSE greater_levels(delta_levels, total_levels)
    END;

-- The part of a duration in which a count rises at a moment, and the one in which it falls: what ends on the border of two
-- parts ends in the first.
CREATE FUNCTION rise_part(at_ms bigint, duration_ms bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN at_ms * 200 / duration_ms;
CREATE FUNCTION fall_part(at_ms bigint, duration_ms bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (at_ms * 200 - 1) / duration_ms;

-- What is watched of each of the 200 parts, from where counts rise and fall; a part may be named more than once. With n
-- counted at its beginning, a part adds n * duration, and for each rise (fall) what is left of it then (less).
CREATE FUNCTION watched_of(
    parts integer[], rises bigint[], rises_ms bigint[], falls bigint[], falls_ms bigint[], duration_ms bigint
) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT array_agg(
            (coalesce(before, 0) * duration_ms + steps * (part + 1) * duration_ms - 200 * steps_ms)::bigint ORDER BY part)
        FROM (
            SELECT
                part, steps, steps_ms,
                sum(steps) OVER (ORDER BY part ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
            FROM (
                SELECT part, coalesce(sum(rise - fall), 0) AS steps, coalesce(sum(rise_ms - fall_ms), 0) AS steps_ms
                FROM generate_series(0, 199) AS part
                    LEFT JOIN unnest(parts, rises, rises_ms, falls, falls_ms)
                        AS step (at_part, rise, rise_ms, fall, fall_ms) ON at_part = part
                GROUP BY part
            ) AS summed
        ) AS counted
    );

-- Contents of similar length: below 15 s, 30 s, 1 min, 3 min, 10 min, 20 min, 1 h, and longer.
CREATE FUNCTION duration_band(duration_ms bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN width_bucket(duration_ms, ARRAY[15000, 30000, 60000, 180000, 600000, 1200000, 3600000]::bigint[]);

-- The longest duration that the plays of a content reported; what the catalogue says goes before it.
CREATE TABLE content_durations (
    project_id  integer NOT NULL,
    content_id  text NOT NULL,
    duration_ms bigint NOT NULL,
    PRIMARY KEY (project_id, content_id)
);

-- Its tables are named without a schema, so that a rebuild can run it on its twins.
CREATE FUNCTION duration_of(in_project integer, in_content text) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
SELECT nullif(coalesce(
    (SELECT duration_ms FROM contents WHERE project_id = in_project AND content_id = in_content),
    (SELECT duration_ms FROM content_durations WHERE project_id = in_project AND content_id = in_content)), 0)
$$;

-- What the counted plays that began on a day rise and fall by, in each part where they do; a row for each class of traffic,
-- as a whole (dimension '') and by device, platform, source and country (value '': not known).
--
-- watched: what each viewer saw at least once, of those 1,000 whose ids have the least hashes; so the 1,000 least of
-- several days together are a fair sample of all their viewers, with everything that these saw.
CREATE TABLE day_retention (
    project_id  integer NOT NULL,
    content_id  text NOT NULL,
    dimension   text NOT NULL,
    value       text NOT NULL,
    day         date NOT NULL,
    traffic     smallint NOT NULL,
    duration_ms bigint NOT NULL,          -- whose parts these are: useless once the content's is another; 0: not known
    parts       integer[] NOT NULL,
    rises       bigint[] NOT NULL,        -- how often a count rises in the part, and the sum of the moments, in ms
    rises_ms    bigint[] NOT NULL,
    falls       bigint[] NOT NULL,
    falls_ms    bigint[] NOT NULL,
    viewers     bigint[] NOT NULL,        -- hashes
    definitions integer[] NOT NULL,       -- bits: a view by 1 start, 2 engaged, 4 peertube, 8 linkedin
    watched     int8multirange[] NOT NULL,
    PRIMARY KEY (project_id, content_id, dimension, value, day, traffic)
);

-- The curve of a content over all time and people's plays: what others of similar length are compared with.
CREATE TABLE retention_curves (
    project_id     integer NOT NULL,
    content_id     text NOT NULL,
    band           integer NOT NULL,
    duration_ms    bigint NOT NULL,
    plays          bigint NOT NULL,
    views          bigint NOT NULL,
    engaged_views  bigint NOT NULL,
    peertube_views bigint NOT NULL,
    linkedin_views bigint NOT NULL,
    watched_until  bigint[] NOT NULL,     -- before each of the 200 parts, and in the end: what any parts add up to
    scored_at      timestamptz NOT NULL,
    PRIMARY KEY (project_id, content_id)
);
CREATE INDEX retention_curves_by_band ON retention_curves (project_id, band, plays DESC, content_id);

-- Contents with plays that their curve does not show, and when it is due: at once when there is none, else an hour after.
CREATE TABLE stale_curves (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    due_at     timestamptz NOT NULL,
    PRIMARY KEY (project_id, content_id)
);
CREATE INDEX stale_curves_by_time ON stale_curves (due_at);
