-- Everything that is counted, one row each: for whom, when, which metric, how much, content by content. definition null: the
-- same under all.
CREATE TABLE facts AS
SELECT
    content_id, creator_id, traffic, bucket, occurred_at AS happened_at, NULL AS definition, lower(type) AS metric, 1 AS amount
FROM classed
UNION ALL
SELECT content_id, creator_id, traffic, bucket, occurred_at, NULL, 'feed_views', 1
FROM classed WHERE type = 'IMPRESSION' AND source_type IN ('FEED', 'FOR_YOU')
UNION ALL
SELECT content_id, creator_id, traffic, bucket, occurred_at, NULL, 'skips', 1 FROM classed WHERE type IN ('SKIP', 'SWIPE_AWAY')
UNION ALL
SELECT content_id, creator_id, traffic, bucket, occurred_at, NULL, state, 1 FROM states WHERE holds
UNION ALL
SELECT content_id, creator_id, traffic, bucket, counted_at, definition, 'views', 1 FROM views
UNION ALL
SELECT content_id, creator_id, traffic, bucket, counted_at, definition, 'views_' || CASE
    WHEN source_type IN ('FOR_YOU', 'FEED') THEN 'organic'
    WHEN source_type IN ('FOLLOWING', 'PROFILE', 'HASHTAG', 'SEARCH', 'DIRECT') THEN lower(source_type)
    ELSE 'other' END, 1
FROM views
UNION ALL
SELECT content_id, creator_id, traffic, bucket, counted_at, definition, 'views_' || lower(device_type), 1
FROM views WHERE device_type IS NOT NULL
UNION ALL
SELECT content_id, creator_id, traffic, bucket, counted_at, definition, 'views_' || lower(platform), 1
FROM views WHERE platform IS NOT NULL
UNION ALL
SELECT
    content_id, creator_id, traffic, bucket, started_at, NULL,
    unnest(['plays', reach, 'watch_ms'] || map_keys(amounts)), unnest([1, 1, watch_ms] || map_values(amounts))
FROM plays
ORDER BY content_id;
