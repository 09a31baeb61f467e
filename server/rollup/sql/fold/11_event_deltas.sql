-- What each event counts by itself, in its own quarter-hour and minute, for its content and its creator.
INSERT INTO deltas (project_id, content_id, creator_id, bucket, minute, traffic, {tallies: #})
SELECT
    project_id, content_id, creator_id, bucket, kept_minute(occurred_at, minutes_since) AS minute, traffic,
    {tallies: coalesce(sum(sign) FILTER (WHERE @), 0)}
FROM counted LEFT JOIN rollup_state USING (project_id)
WHERE type IN ({events: '#'})
GROUP BY project_id, content_id, creator_id, bucket, minute, traffic
