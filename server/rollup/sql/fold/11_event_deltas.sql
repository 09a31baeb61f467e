-- What each event counts by itself, in its own quarter-hour, for its content and its creator.
INSERT INTO deltas (project_id, content_id, creator_id, bucket, traffic, {tallies: #})
SELECT
    project_id, content_id, creator_id, bucket, traffic,
    {tallies: coalesce(sum(sign) FILTER (WHERE @), 0)}
FROM counted
WHERE type IN ({events: '#'})
GROUP BY project_id, content_id, creator_id, bucket, traffic
