-- Views under each definition: start events by themselves; under the others, plays that were watched long enough.
CREATE TABLE views AS
SELECT
    'start@1' AS definition, content_id, viewer_id, creator_id, session_id, traffic, occurred_at AS counted_at, bucket, is_rewatch,
    source_type, referrer, campaign, device_type, platform, os, app_version, country, city, timezone, network_type,
    latitude, longitude
FROM classed WHERE type = 'VIEW_START'
UNION ALL
SELECT
    definition, content_id, viewer_id, creator_id, session_id, traffic, started_at, bucket, false,
    source_type, referrer, campaign, device_type, platform, os, app_version, country, city, timezone, network_type,
    latitude, longitude
FROM plays CROSS JOIN (VALUES ('engaged@1'), ('peertube@1'), ('linkedin@1')) AS named(definition)
WHERE CASE definition
    WHEN 'engaged@1' THEN watch_ms >= 3000 OR completion >= 0.5
    WHEN 'peertube@1' THEN watch_ms >= 10000 OR coalesce(duration_ms < 10000 AND watch_ms > duration_ms / 2, false)
    ELSE watch_ms >= 3000 END;

-- Likes and saves: the latest word of each viewer about each content.
CREATE TABLE states AS
SELECT *, CASE WHEN type IN ('LIKE', 'UNLIKE') THEN 'likes' ELSE 'saves' END AS state, type IN ('LIKE', 'SAVE') AS holds
FROM classed
WHERE type IN ('LIKE', 'UNLIKE', 'SAVE', 'UNSAVE') AND content_id IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY content_id, viewer_id, type IN ('LIKE', 'UNLIKE') ORDER BY occurred_at DESC, id DESC) = 1;
