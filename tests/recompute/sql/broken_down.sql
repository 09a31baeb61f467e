-- What a breakdown counts, with all that it can be broken down by, content by content: views and reactions by what their events say,
-- plays by what their first event says; age and gender are those of the viewer now.
CREATE TABLE countable AS
WITH found AS (
    SELECT
        definition, 'view' AS kind, content_id, viewer_id, creator_id, traffic, counted_at, bucket, 0 AS watch_ms, false AS is_full,
        source_type, referrer, campaign, device_type, platform, os, app_version, country, region, city, timezone, network_type
    FROM views
    UNION ALL
    SELECT
        NULL, 'play', content_id, viewer_id, creator_id, traffic, started_at, bucket, watch_ms, reach = 'full',
        source_type, referrer, campaign, device_type, platform, os, app_version, country, region, city, timezone, network_type
    FROM plays
    UNION ALL
    SELECT
        NULL, 'reaction', content_id, viewer_id, creator_id, traffic, occurred_at, bucket, 0, false,
        source_type, referrer, campaign, device_type, platform, os, app_version, country, region, city, timezone, network_type
    FROM classed
    WHERE content_id IS NOT NULL AND type IN ('LIKE', 'COMMENT', 'SHARE')
)
SELECT found.*, age_group, gender FROM found JOIN viewers USING (viewer_id) ORDER BY content_id;

CREATE MACRO local_time(moment, zone) AS (moment AT TIME ZONE 'UTC') AT TIME ZONE zone;

-- When the hour, day, week or month of a zone's clock begins that holds a moment, in UTC.
CREATE MACRO begin_of(unit, moment, zone) AS CASE unit
    WHEN 'hour' THEN moment - (epoch(local_time(moment, zone))::BIGINT % 3600) * INTERVAL 1 SECOND
    ELSE (date_trunc(unit, local_time(moment, zone)) AT TIME ZONE zone) AT TIME ZONE 'UTC' END;

-- Whose something is: that of a content, of a creator or of the platform ('').
CREATE MACRO whose(scope, content, creator) AS CASE scope WHEN 'content' THEN content WHEN 'creator' THEN creator ELSE '' END;
