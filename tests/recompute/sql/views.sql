-- Views under each definition: start events by themselves; under the others, plays that were watched long enough.
CREATE TABLE views AS
SELECT
    'start@1' AS definition, content_id, play_key, viewer_id, creator_id, session_id, traffic, occurred_at AS counted_at, bucket, is_rewatch,
    source_type, referrer, campaign, device_type, platform, os, app_version, country, region, city, timezone, network_type,
    latitude, longitude
FROM classed WHERE type = 'VIEW_START'
UNION ALL
SELECT
    definition, content_id, play_key, viewer_id, creator_id, session_id, traffic, started_at, bucket, false,
    source_type, referrer, campaign, device_type, platform, os, app_version, country, region, city, timezone, network_type,
    latitude, longitude
FROM plays CROSS JOIN (VALUES ('engaged@1'), ('peertube@1'), ('linkedin@1'), ('linkedin@2')) AS named(definition)
WHERE CASE definition
    WHEN 'engaged@1' THEN watch_ms >= 3000 OR completion >= 0.5
    WHEN 'peertube@1' THEN watch_ms >= 10000 OR coalesce(duration_ms < 10000 AND watch_ms > duration_ms / 2, false)
    WHEN 'linkedin@2' THEN watch_ms >= 2000
    ELSE watch_ms >= 3000 END;

-- By peertube@2, of the views by peertube@1 of a viewer and content the first; then the first that began an hour after that
-- one or later, and so on.
INSERT INTO views
WITH RECURSIVE hourly AS (
    SELECT content_id, viewer_id, min(counted_at) AS began FROM views WHERE definition = 'peertube@1' GROUP BY ALL
    UNION ALL
    SELECT hourly.content_id, hourly.viewer_id, min(counted_at)
    FROM hourly JOIN views USING (content_id, viewer_id)
    WHERE definition = 'peertube@1' AND counted_at >= began + INTERVAL 1 HOUR
    GROUP BY hourly.content_id, hourly.viewer_id
)
SELECT * REPLACE ('peertube@2' AS definition)
FROM views
WHERE definition = 'peertube@1' AND (content_id, viewer_id, counted_at) IN (SELECT (content_id, viewer_id, began) FROM hourly)
QUALIFY row_number() OVER (PARTITION BY content_id, viewer_id, counted_at ORDER BY play_key) = 1;

-- Content by content: most questions are about one.
CREATE OR REPLACE TABLE views AS SELECT * FROM views ORDER BY content_id;

-- Likes and saves: the latest word of each viewer about each content.
CREATE TABLE states AS
SELECT *, CASE WHEN type IN ('LIKE', 'UNLIKE') THEN 'likes' ELSE 'saves' END AS state, type IN ('LIKE', 'SAVE') AS holds
FROM classed
WHERE type IN ('LIKE', 'UNLIKE', 'SAVE', 'UNSAVE') AND content_id IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY content_id, viewer_id, type IN ('LIKE', 'UNLIKE') ORDER BY occurred_at DESC, id DESC) = 1;
