-- What was played: a jump plays nothing, and plays whose watched parts are not known are told apart. Two more definitions
-- of a view, peertube@2 and linkedin@2.
--
-- The roll-up is made anew (ADR 10): its tables are emptied, and at the end every stored event is announced to the
-- aggregator again.

TRUNCATE plays, content_viewers, content_viewer_buckets, content_buckets, content_totals, content_states,
    creator_buckets, creator_totals, session_spans, platform_buckets, platform_totals, viewer_sketches, sessions,
    session_contents, hot_hours, content_scores, stale_scores, area_buckets, area_days,
    content_durations, digested_days, stale_days, day_breakdowns, day_retention, retention_curves, stale_curves, watchers;

-- What was played ----------------------------------------------------------------------------------------------------

-- The furthest position that was played; null: none is known. Where a play stood still counts, unless it had jumped there.
CREATE FUNCTION played_until(position_ms bigint, stops int8multirange, jumps int8multirange) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN greatest(position_ms, upper(stops - jumps) - 1);

-- What lies beyond a position: all that stops and jumps can still tell.
CREATE FUNCTION beyond(places int8multirange, position_ms bigint) RETURNS int8multirange
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN places = '{}' THEN places ELSE places * int8multirange(int8range(position_ms + 1, NULL)) END;

ALTER TABLE plays DROP COLUMN completion;
ALTER TABLE plays
    ALTER position_ms DROP NOT NULL,       -- furthest that VIEW_START or VIEW_PROGRESS reported; null: neither did
    ADD stops int8multirange NOT NULL DEFAULT '{}',   -- positions beyond it where the play stood still: PAUSE, RESUME …
    ADD jumps int8multirange NOT NULL DEFAULT '{}',   -- positions beyond it that are within a second of a SEEK's
    ADD has_jumped boolean NOT NULL DEFAULT false,    -- there is a SEEK
    ADD stop_reported double precision NOT NULL DEFAULT 0,  -- completion that PAUSE, RESUME … reported
    ADD repeats boolean NOT NULL DEFAULT false;       -- no view by peertube@2: the viewer has one of the hour before
ALTER TABLE plays ADD completion double precision NOT NULL GENERATED ALWAYS AS (
    play_completion(
        played_until(position_ms, stops, jumps), sections_ms(play_sections(delta_levels, total_levels)),
        greatest(reported, CASE WHEN NOT has_jumped THEN stop_reported END), completed, duration_ms)) STORED;

-- The time is what peertube@2 asks for.
DROP INDEX plays_by_viewer;
CREATE INDEX plays_by_viewer ON plays (project_id, viewer_id, content_id, started_at) WHERE viewer_id IS NOT NULL;

-- How often each part of a content was watched by a play, as levels; null: not known. Without sections, once up to the
-- furthest position that was played; without such a position either, a complete play was watched to its end.
DROP FUNCTION play_levels(int8multirange[], int8multirange[], bigint);
CREATE FUNCTION play_levels(
    delta_levels int8multirange[], total_levels int8multirange[], played_ms bigint, completed boolean, has_jumped boolean
) RETURNS int8multirange[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN delta_levels <> '{}' OR total_levels <> '{}' THEN greater_levels(delta_levels, total_levels)
        WHEN played_ms > 0 THEN ARRAY[int8multirange(int8range(0, played_ms))]
        WHEN completed AND NOT has_jumped THEN ARRAY[int8multirange(int8range(0, NULL))]
        WHEN played_ms = 0 THEN '{}'
    END;

-- Definitions of a view ----------------------------------------------------------------------------------------------

CREATE FUNCTION is_linkedin2_view(watch_ms bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN watch_ms >= 2000;
CREATE FUNCTION is_peertube2_view(watch_ms bigint, duration_ms bigint, repeats boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN is_peertube_view(watch_ms, duration_ms) AND NOT repeats;

-- Which of these moments, in order, lie within an hour after the latest before them that does not.
CREATE FUNCTION within_an_hour(known timestamptz, moments timestamptz[]) RETURNS boolean[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    latest timestamptz := coalesce(known, '-infinity');
    found  boolean[] := '{}';
    moment timestamptz;
BEGIN
    FOREACH moment IN ARRAY coalesce(moments, '{}') LOOP
        found := array_append(found, moment < latest + interval '1 hour');
        IF moment >= latest + interval '1 hour' THEN
            latest := moment;
        END IF;
    END LOOP;
    RETURN found;
END
$$;

-- By which definitions a play is a view, as bits: 1 start, 2 engaged, 4 peertube, 8 linkedin, 16 peertube2, 32 linkedin2.
DROP FUNCTION view_bits(bigint, bigint, double precision, bigint);
CREATE FUNCTION view_bits(
    views bigint, watch_ms bigint, completion double precision, duration_ms bigint, repeats boolean
) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (views > 0)::integer + 2 * is_engaged_view(watch_ms, completion)::integer
        + 4 * is_peertube_view(watch_ms, duration_ms)::integer + 8 * is_linkedin_view(watch_ms)::integer
        + 16 * is_peertube2_view(watch_ms, duration_ms, repeats)::integer + 32 * is_linkedin2_view(watch_ms)::integer;

-- Whether a definition that counts plays, by the name of its columns, is among such bits.
CREATE FUNCTION is_view(definition text, bits integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN bits >> array_position(ARRAY['engaged', 'peertube', 'linkedin', 'peertube2', 'linkedin2'], definition) & 1 = 1;

-- The columns of the two, in every table that has those of the others.
DO $$
DECLARE
    definition text;
    counted    text;
    part       text;
BEGIN
    FOREACH definition IN ARRAY ARRAY['peertube2', 'linkedin2'] LOOP
        FOREACH counted IN ARRAY ARRAY[
            'metric_columns', 'content_buckets', 'content_totals', 'creator_buckets', 'creator_totals', 'platform_buckets',
            'platform_totals'
        ] LOOP
            FOREACH part IN ARRAY ARRAY[
                '', '_organic', '_following', '_profile', '_hashtag', '_search', '_direct', '_other', '_mobile', '_tablet',
                '_desktop', '_tv', '_ios', '_android', '_web'
            ] LOOP
                EXECUTE format('ALTER TABLE %I ADD %I bigint NOT NULL DEFAULT 0', counted, definition || '_views' || part);
            END LOOP;
        END LOOP;
        FOREACH counted IN ARRAY ARRAY[
            'content_viewers', 'content_viewer_buckets', 'sessions', 'area_buckets', 'area_days'
        ] LOOP
            EXECUTE format('ALTER TABLE %I ADD %I bigint NOT NULL DEFAULT 0', counted, definition || '_views');
        END LOOP;
        EXECUTE format(
            'ALTER TABLE content_totals ADD %I bigint NOT NULL DEFAULT 0, ADD %I bigint NOT NULL DEFAULT 0',
            definition || '_unique_viewers', definition || '_rewatches');
        EXECUTE format('ALTER TABLE retention_curves ADD %I bigint NOT NULL DEFAULT 0', definition || '_views');
        EXECUTE format(
            'ALTER TABLE day_breakdowns ADD %I bigint NOT NULL DEFAULT 0, ADD %I bytea', definition || '_views',
            definition || '_sketch');
    END LOOP;
END
$$;

-- What a curve of these plays is measured by: the views of those whose watched parts are known; and how many are not.
-- The viewers of the sample are those of known plays.
ALTER TABLE day_retention
    ADD views bigint NOT NULL DEFAULT 0,
    ADD engaged_views bigint NOT NULL DEFAULT 0,
    ADD peertube_views bigint NOT NULL DEFAULT 0,
    ADD linkedin_views bigint NOT NULL DEFAULT 0,
    ADD peertube2_views bigint NOT NULL DEFAULT 0,
    ADD linkedin2_views bigint NOT NULL DEFAULT 0,
    ADD unknown_plays bigint NOT NULL DEFAULT 0;

-- What a breakdown sums: the events of a content that count by themselves, each at its own time with its own attributes,
-- and its counted plays, each at its start with those of the play; once for each of the dimensions. Events that are not
-- folded yet are left out. The tables are named without a schema, so that a rebuild can run it on its twins.
DROP FUNCTION breakdown_facts(integer, text, timestamptz, timestamptz, text[]);
CREATE FUNCTION breakdown_facts(
    in_project integer, in_content text, since timestamptz, until timestamptz, dimensions text[])
RETURNS TABLE (
    dimension         text,
    value             text,               -- '': not known
    traffic           smallint,
    viewer_id         text,
    views             integer,
    engaged_views     integer,
    peertube_views    integer,
    linkedin_views    integer,
    peertube2_views   integer,
    linkedin2_views   integer,
    plays             integer,
    watch_ms          bigint,
    completed_full    integer,
    engagement_events integer)
    LANGUAGE sql STABLE
    AS $$
SELECT
    asked.dimension,
    coalesce(left(CASE asked.dimension
        WHEN 'country' THEN fact.country
        WHEN 'city' THEN CASE WHEN fact.city <> '' THEN concat_ws(', ', fact.city, fact.country) END
        WHEN 'device' THEN fact.device_type
        WHEN 'platform' THEN fact.platform
        WHEN 'os' THEN fact.os
        WHEN 'app_version' THEN fact.app_version
        WHEN 'source' THEN fact.source_type
        WHEN 'referrer' THEN fact.referrer
        WHEN 'campaign' THEN fact.campaign
        WHEN 'network' THEN fact.network_type
        WHEN 'viewer_local_hour' THEN local_hour(fact.at, fact.timezone)
        WHEN 'age_group' THEN viewer.age_group
        WHEN 'gender' THEN viewer.gender
    END, 256), ''),
    coalesce(fact.traffic, (
        CASE WHEN viewer.is_bot THEN 1 ELSE 0 END + CASE WHEN self.is_self THEN 2 ELSE 0 END
    )::smallint),
    fact.viewer_id, fact.views, fact.engaged_views, fact.peertube_views, fact.linkedin_views, fact.peertube2_views,
    fact.linkedin2_views, fact.plays, fact.watch_ms, fact.completed_full, fact.engagement_events
FROM (
    SELECT
        occurred_at AS at, NULL::smallint AS traffic, viewer_id, country, city, device_type, platform, os, app_version,
        source_type, referrer, campaign, network_type, timezone,
        (type = 'view_start')::integer AS views, 0 AS engaged_views, 0 AS peertube_views, 0 AS linkedin_views,
        0 AS peertube2_views, 0 AS linkedin2_views, 0 AS plays, 0::bigint AS watch_ms, 0 AS completed_full,
        (type <> 'view_start')::integer AS engagement_events
    FROM events
    WHERE events.project_id = in_project AND events.content_id = in_content
        AND type IN ('view_start', 'like', 'comment', 'share')
        AND occurred_at >= since AND occurred_at < until
        AND batch_id NOT IN (SELECT ingest_batches.batch_id FROM ingest_batches)
    UNION ALL
    SELECT
        started_at, traffic, viewer_id, country, city, device_type, platform, os, app_version,
        source_type, referrer, campaign, network_type, timezone,
        0, is_engaged_view(watch_ms, completion)::integer, is_peertube_view(watch_ms, duration_ms)::integer,
        is_linkedin_view(watch_ms)::integer, is_peertube2_view(watch_ms, duration_ms, repeats)::integer,
        is_linkedin2_view(watch_ms)::integer, 1, watch_ms, (completion >= 0.99)::integer, 0
    FROM plays
    WHERE plays.project_id = in_project AND plays.content_id = in_content
        AND started_at >= since AND started_at < until
) AS fact
-- With LIMIT, so that they are looked up one by one, and never walked through.
LEFT JOIN LATERAL (
    SELECT viewers.is_bot, viewers.age_group, viewers.gender
    FROM viewers
    WHERE (fact.traffic IS NULL OR dimensions && ARRAY['age_group', 'gender'])
        AND viewers.project_id = in_project AND viewers.viewer_id = fact.viewer_id
    LIMIT 1
) AS viewer ON true
LEFT JOIN LATERAL (
    SELECT true AS is_self
    FROM self_viewers
    WHERE fact.traffic IS NULL AND self_viewers.project_id = in_project
        AND self_viewers.viewer_id = fact.viewer_id AND self_viewers.content_id = in_content
    LIMIT 1
) AS self ON true
CROSS JOIN unnest(dimensions) AS asked (dimension)
$$;

-- Fold everything again ----------------------------------------------------------------------------------------------

UPDATE rollup_state SET as_of = '-infinity';
INSERT INTO ingest_batches (project_id, batch_id, events)
SELECT project_id, batch_id, count(*) FROM events GROUP BY project_id, batch_id
ON CONFLICT (project_id, batch_id) DO NOTHING;
