-- A row for each play, view and reaction of one or more contents and each dimension, with its value.
CREATE OR REPLACE TEMP TABLE told AS
WITH chosen AS (
    SELECT * FROM countable
    WHERE content_id IN (SELECT unnest($names)) AND traffic IN (SELECT unnest($classes)) AND coalesce(definition = $definition, true)
        AND coalesce(bucket >= $start, true) AND coalesce(bucket < $end, true)
), valued AS (
    SELECT
        kind, viewer_id, watch_ms, is_full,
        unnest(map_entries(MAP {
            'COUNTRY': country,
            'REGION': region || coalesce(', ' || country, ''),
            'CITY': city || coalesce(', ' || country, ''),
            'DEVICE': device_type,
            'PLATFORM': platform,
            'OS': os,
            'APP_VERSION': app_version,
            'SOURCE': source_type,
            'REFERRER': referrer,
            'CAMPAIGN': campaign,
            'NETWORK': network_type,
            'HOUR': hour(local_time(counted_at, $zone))::VARCHAR,
            'DAY': strftime(local_time(counted_at, $zone), '%Y-%m-%d'),
            'WEEKDAY': isodow(local_time(counted_at, $zone))::VARCHAR,
            'WEEKDAY HOUR': isodow(local_time(counted_at, $zone))::VARCHAR || ' ' || hour(local_time(counted_at, $zone))::VARCHAR,
            'HOUR WEEKDAY': hour(local_time(counted_at, $zone))::VARCHAR || ' ' || isodow(local_time(counted_at, $zone))::VARCHAR,
            'DAY HOUR': strftime(local_time(counted_at, $zone), '%Y-%m-%d ') || hour(local_time(counted_at, $zone))::VARCHAR,
            'COUNTRY DEVICE': coalesce(country, '') || chr(31) || coalesce(device_type, ''),
            'AGE_GROUP SOURCE': coalesce(age_group, '') || chr(31) || coalesce(source_type, ''),
            'HOUR COUNTRY': hour(local_time(counted_at, $zone))::VARCHAR || chr(31) || coalesce(country, ''),
            'NETWORK VIEWER_LOCAL_HOUR': coalesce(network_type, '') || chr(31)
                || coalesce(hour(local_time(counted_at, timezone))::VARCHAR, ''),
            'VIEWER_LOCAL_HOUR': hour(local_time(counted_at, timezone))::VARCHAR,
            'AGE_GROUP': age_group,
            'GENDER': gender
        }), recursive := true)
    FROM chosen
)
SELECT * FROM valued
