-- A breakdown can be by two dimensions, such as country and device, from plays and events themselves.

-- What an event or a play has by a dimension, at most 256 characters of it; '': not known. zone: of hour, day and weekday.
CREATE FUNCTION dimension_value(
    dimension text, at timestamptz, zone text, country text, region text, city text, device_type text, platform text, os text,
    app_version text, source_type text, referrer text, campaign text, network_type text, timezone text, age_group text, gender text)
RETURNS text
    LANGUAGE sql STABLE
    AS $$
SELECT coalesce(left(CASE dimension
    WHEN 'country' THEN country
    WHEN 'region' THEN CASE WHEN region <> '' THEN concat_ws(', ', region, country) END
    WHEN 'city' THEN CASE WHEN city <> '' THEN concat_ws(', ', city, country) END
    WHEN 'device' THEN device_type
    WHEN 'platform' THEN platform
    WHEN 'os' THEN os
    WHEN 'app_version' THEN app_version
    WHEN 'source' THEN source_type
    WHEN 'referrer' THEN referrer
    WHEN 'campaign' THEN campaign
    WHEN 'network' THEN network_type
    WHEN 'viewer_local_hour' THEN local_hour(at, timezone)
    WHEN 'age_group' THEN age_group
    WHEN 'gender' THEN gender
    ELSE local_time_value(dimension, at, zone)
END, 256), '')
$$;

-- Now also for two dimensions, named with a space between: their values have the character 31 between.
DROP FUNCTION breakdown_facts(integer, text, timestamptz, timestamptz, text[]);
CREATE FUNCTION breakdown_facts(
    in_project integer, in_content text, since timestamptz, until timestamptz, dimensions text[],
    zone text DEFAULT 'UTC')
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
    asked.names,
    dimension_value(
        asked.dimension, fact.at, zone, fact.country, fact.region, fact.city, fact.device_type, fact.platform, fact.os,
        fact.app_version, fact.source_type, fact.referrer, fact.campaign, fact.network_type, fact.timezone, viewer.age_group,
        viewer.gender
    ) || CASE WHEN asked.second <> '' THEN chr(31) || dimension_value(
        asked.second, fact.at, zone, fact.country, fact.region, fact.city, fact.device_type, fact.platform, fact.os,
        fact.app_version, fact.source_type, fact.referrer, fact.campaign, fact.network_type, fact.timezone, viewer.age_group,
        viewer.gender
    ) ELSE '' END,
    coalesce(fact.traffic, (
        CASE WHEN viewer.is_bot THEN 1 ELSE 0 END + CASE WHEN self.is_self THEN 2 ELSE 0 END
    )::smallint),
    fact.viewer_id, fact.views, fact.engaged_views, fact.peertube_views, fact.linkedin_views, fact.peertube2_views,
    fact.linkedin2_views, fact.plays, fact.watch_ms, fact.completed_full, fact.engagement_events
FROM (
    SELECT
        occurred_at AS at, NULL::smallint AS traffic, viewer_id, country, region, city, device_type, platform, os, app_version,
        source_type, referrer, campaign, network_type, timezone,
        (type = 'view_start')::integer AS views, 0 AS engaged_views, 0 AS peertube_views, 0 AS linkedin_views,
        0 AS peertube2_views, 0 AS linkedin2_views, 0 AS plays, 0::bigint AS watch_ms, 0 AS completed_full,
        (type <> 'view_start')::integer AS engagement_events
    FROM events
    WHERE events.project_id = in_project AND events.content_id = in_content
        AND type IN ('view_start', 'like', 'comment', 'share')
        AND slot > since - interval '5 minutes' AND slot < until AND occurred_at >= since AND occurred_at < until
        AND batch_id NOT IN (SELECT ingest_batches.batch_id FROM ingest_batches)
    UNION ALL
    SELECT
        started_at, traffic, viewer_id, country, region, city, device_type, platform, os, app_version,
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
    WHERE (fact.traffic IS NULL OR (SELECT bool_or(names ~ 'age_group|gender') FROM unnest(dimensions) AS listed (names)))
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
CROSS JOIN (
    SELECT names, split_part(names, ' ', 1) AS dimension, split_part(names, ' ', 2) AS second
    FROM unnest(dimensions) AS listed (names)
    OFFSET 0
) AS asked
$$;
