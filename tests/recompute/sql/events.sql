-- Each event once, as docs/events.md says that it is understood: its time by the server's clock, what the catalogue adds,
-- who saw it and which play it belongs to. Times are UTC. A repetition is the same event; the first one stands. What no
-- person sent is of a viewer and a play of its own: what says so itself, and what a sender sends in a minute from its 121st
-- view on.
CREATE TABLE events AS
WITH told AS (
    SELECT
        arrival, place, token_user,
        event.id AS id,
        received_at AT TIME ZONE 'UTC' AS received_at,
        CASE  -- a clock that is more than five minutes wrong is corrected
            WHEN abs(epoch(received_at - sent_at)) > 300 THEN received_at - (sent_at - event.occurredAt)
            ELSE event.occurredAt
        END AT TIME ZONE 'UTC' AS occurred_at,
        CASE event.type WHEN 'VIEW' THEN 'VIEW_START' WHEN 'COMPLETE' THEN 'VIEW_COMPLETE' ELSE event.type END AS type,
        event.name AS name,
        coalesce(event.schemaVersion, '1.1.0') AS schema_version,
        event.contentId AS content_id,
        coalesce(token_user, event.userId) AS user_id,
        event.sessionId AS session_id,
        event.playId AS play_id,
        coalesce(contents.creator_id, event.creatorId) AS creator_id,
        coalesce((event.viewData->>'duration')::DOUBLE, contents.duration) AS duration,
        event.viewData AS view_data,
        event.source AS source,
        event.device AS device,
        event.location AS location,
        event.network AS network,
        event.viewer AS viewer,
        event.properties AS properties,
        coalesce((event.device->>'userAgent') LIKE '%bot/%', data_center) AS is_crawler  -- a user agent says more than the network
    FROM sent LEFT JOIN contents ON contents.content_id = event.contentId AND contents.in_catalogue
    QUALIFY row_number() OVER (PARTITION BY event.id ORDER BY arrival) = 1
), attributed AS (
    SELECT
        *,
        CASE WHEN user_id IS NOT NULL THEN 'u:' || user_id ELSE 's:' || session_id END AS named,
        CASE
            WHEN content_id IS NULL THEN NULL
            WHEN play_id IS NOT NULL THEN 'p:' || play_id
            WHEN session_id IS NOT NULL THEN 's:' || session_id
            ELSE 'u:' || user_id || ':' || strftime(occurred_at, '%Y-%m-%d')
        END AS play,
    FROM told
), hurried AS (
    SELECT id
    FROM attributed WHERE NOT is_crawler
    QUALIFY count(*) FILTER (WHERE type = 'VIEW_START') OVER (
        PARTITION BY coalesce('token:' || token_user, named), time_bucket(INTERVAL 1 MINUTE, occurred_at)
        ORDER BY arrival, place
    ) > 120
), suspected AS (
    SELECT *, CASE WHEN is_crawler OR id IN (FROM hurried) THEN 'b' ELSE '' END AS suspect FROM attributed
)
SELECT
    id, received_at, occurred_at, time_bucket(INTERVAL 15 MINUTE, occurred_at) AS bucket, type, name, schema_version, content_id,
    creator_id AS named_creator,
    user_id, session_id, suspect || named AS viewer_id, suspect || play AS play_key,
    round((view_data->>'watchTime')::DOUBLE * 1000)::BIGINT AS watch_ms,
    round((view_data->>'totalWatchTime')::DOUBLE * 1000)::BIGINT AS total_watch_ms,
    round((view_data->>'position')::DOUBLE * 1000)::BIGINT AS position_ms,
    round(duration * 1000)::BIGINT AS duration_ms,
    (view_data->>'completionPercent')::DOUBLE / 100 AS completion,
    coalesce((view_data->>'isRewatch')::BOOLEAN, false) AS is_rewatch,
    list_filter(
        list_transform(from_json(view_data->'sections', '[{"start": "DOUBLE", "end": "DOUBLE"}]'), lambda s: {
            'start_ms': round(s."start" * 1000)::BIGINT, 'end_ms': round(s."end" * 1000)::BIGINT}),
        lambda s: s.start_ms < s.end_ms) AS sections,
    json_array_length(view_data->'sections') > 0 AND len(sections) = 0 AS says_nothing,  -- all of them are without length
    view_data,
    source->>'type' AS source_type, source->>'referrer' AS referrer, source->>'campaign' AS campaign,
    device, device->>'type' AS device_type, device->>'platform' AS platform, device->>'os' AS os, device->>'appVersion' AS app_version,
    upper(location->>'country') AS country, location->>'region' AS region, location->>'city' AS city,
    location->>'timezone' AS timezone,
    (location->>'latitude')::DOUBLE AS latitude, (location->>'longitude')::DOUBLE AS longitude,
    coalesce((location->>'preciseConsent')::BOOLEAN, false) AS consent,
    network->>'type' AS network_type, viewer->>'ageGroup' AS age_group, viewer->>'gender' AS gender, properties
FROM suspected;
