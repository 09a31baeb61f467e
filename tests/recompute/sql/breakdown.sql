-- What is counted of one or more contents by the values of the dimension $key: a row for each value, but one (is_other)
-- for all values but those in $shown, unless $shown is null.
WITH valued AS (
    SELECT
        kind, viewer_id, watch_ms, is_full,
        CASE $key
            WHEN 'COUNTRY' THEN country
            WHEN 'REGION' THEN region || coalesce(', ' || country, '')
            WHEN 'CITY' THEN city || coalesce(', ' || country, '')
            WHEN 'DEVICE' THEN device_type
            WHEN 'PLATFORM' THEN platform
            WHEN 'OS' THEN os
            WHEN 'APP_VERSION' THEN app_version
            WHEN 'SOURCE' THEN source_type
            WHEN 'REFERRER' THEN referrer
            WHEN 'CAMPAIGN' THEN campaign
            WHEN 'NETWORK' THEN network_type
            WHEN 'HOUR' THEN hour(local_time(counted_at, $zone))::VARCHAR
            WHEN 'DAY' THEN strftime(local_time(counted_at, $zone), '%Y-%m-%d')
            WHEN 'WEEKDAY' THEN isodow(local_time(counted_at, $zone))::VARCHAR
            WHEN 'WEEKDAY HOUR' THEN
                isodow(local_time(counted_at, $zone))::VARCHAR || ' ' || hour(local_time(counted_at, $zone))::VARCHAR
            WHEN 'HOUR WEEKDAY' THEN
                hour(local_time(counted_at, $zone))::VARCHAR || ' ' || isodow(local_time(counted_at, $zone))::VARCHAR
            WHEN 'DAY HOUR' THEN
                strftime(local_time(counted_at, $zone), '%Y-%m-%d ') || hour(local_time(counted_at, $zone))::VARCHAR
            WHEN 'COUNTRY DEVICE' THEN coalesce(country, '') || chr(31) || coalesce(device_type, '')
            WHEN 'AGE_GROUP SOURCE' THEN coalesce(age_group, '') || chr(31) || coalesce(source_type, '')
            WHEN 'HOUR COUNTRY' THEN hour(local_time(counted_at, $zone))::VARCHAR || chr(31) || coalesce(country, '')
            WHEN 'NETWORK VIEWER_LOCAL_HOUR' THEN coalesce(network_type, '') || chr(31)
                || coalesce(hour(local_time(counted_at, timezone))::VARCHAR, '')
            WHEN 'VIEWER_LOCAL_HOUR' THEN hour(local_time(counted_at, timezone))::VARCHAR
            WHEN 'AGE_GROUP' THEN age_group
            WHEN 'GENDER' THEN gender
            ELSE error('no such dimension') END AS value
    FROM countable
    WHERE content_id IN (SELECT unnest($names)) AND traffic IN (SELECT unnest($classes)) AND coalesce(definition = $definition, true)
        AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
), named AS (
    SELECT *, coalesce(NOT list_contains($shown::VARCHAR[], coalesce(value, '<null>')), false) AS is_other FROM valued
)
SELECT
    is_other, CASE WHEN NOT is_other THEN value END AS value,
    count(*) FILTER (WHERE kind = 'view') AS views,
    count(DISTINCT viewer_id) FILTER (WHERE kind = 'view') AS unique_viewers,
    count(*) FILTER (WHERE kind = 'play') AS plays,
    sum(watch_ms)::BIGINT AS watch_ms,
    count(*) FILTER (WHERE is_full) AS completions,
    count(*) FILTER (WHERE kind = 'reaction') AS reactions
FROM named
GROUP BY ALL
