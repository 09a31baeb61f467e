-- Breakdowns of a content: the digests of closed days, and which of them are stale.
--
-- A digest is a cache: it sums what plays and events say of a day in UTC, and a read takes plays and events themselves
-- wherever there is no clean digest.

-- Days of a content whose plays, events or viewers changed since they were digested, or that were never digested. The
-- fold adds them, also those of today; they are worked off once they are over and have been quiet for a while.
CREATE TABLE stale_days (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    day        date NOT NULL,
    touched_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, content_id, day)
);
CREATE INDEX stale_days_by_day ON stale_days (day, project_id, content_id);

-- Days of a content that have a digest; those with little to sum have none, even when they are worked off.
CREATE TABLE digested_days (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    day        date NOT NULL,
    PRIMARY KEY (project_id, content_id, day)
);

-- What one value of a dimension counts in a day. value '': not known. is_rest: all values beyond the first 1,000.
-- The sketches hold the viewers with a view by each definition; null: nobody.
CREATE TABLE day_breakdowns (
    project_id        integer NOT NULL,
    content_id        text NOT NULL,
    dimension         text NOT NULL,
    day               date NOT NULL,
    is_rest           boolean NOT NULL,
    value             text NOT NULL,
    traffic           smallint NOT NULL,
    views             bigint NOT NULL,
    engaged_views     bigint NOT NULL,
    peertube_views    bigint NOT NULL,
    linkedin_views    bigint NOT NULL,
    plays             bigint NOT NULL,
    watch_ms          bigint NOT NULL,
    completed_full    bigint NOT NULL,
    engagement_events bigint NOT NULL,    -- likes, comments and shares as they happened
    sketch            bytea,
    engaged_sketch    bytea,
    peertube_sketch   bytea,
    linkedin_sketch   bytea,
    PRIMARY KEY (project_id, content_id, dimension, day, is_rest, value, traffic)
);

-- Hour of the day (0-23) in a zone by name; null where PostgreSQL does not know the zone.
CREATE FUNCTION local_hour(at timestamptz, zone text) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    RETURN extract(hour FROM at AT TIME ZONE zone)::text;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN NULL;
END
$$;

-- The hour of the day (0-23), the day (YYYY-MM-DD) or the weekday (1-7, from Monday) of a moment in a zone.
CREATE FUNCTION local_time_value(dimension text, at timestamptz, zone text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE dimension
        WHEN 'hour' THEN extract(hour FROM at AT TIME ZONE zone)::text
        WHEN 'day' THEN to_char(at AT TIME ZONE zone, 'YYYY-MM-DD')
        WHEN 'weekday' THEN extract(isodow FROM at AT TIME ZONE zone)::text
    END;

-- What a breakdown sums: the events of a content that count by themselves, each at its own time with its own attributes,
-- and its counted plays, each at its start with those of the play; once for each of the dimensions. Events that are not
-- folded yet are left out. The tables are named without a schema, so that a rebuild can run it on its twins.
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
    fact.viewer_id, fact.views, fact.engaged_views, fact.peertube_views, fact.linkedin_views,
    fact.plays, fact.watch_ms, fact.completed_full, fact.engagement_events
FROM (
    SELECT
        occurred_at AS at, NULL::smallint AS traffic, viewer_id, country, city, device_type, platform, os, app_version,
        source_type, referrer, campaign, network_type, timezone,
        (type = 'view_start')::integer AS views, 0 AS engaged_views, 0 AS peertube_views, 0 AS linkedin_views,
        0 AS plays, 0::bigint AS watch_ms, 0 AS completed_full, (type <> 'view_start')::integer AS engagement_events
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
        is_linkedin_view(watch_ms)::integer, 1, watch_ms, (completion >= 0.99)::integer, 0
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
