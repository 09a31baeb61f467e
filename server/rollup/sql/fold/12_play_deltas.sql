-- Counts of the changed plays, in the quarter-hour of their start.
INSERT INTO deltas (
    project_id, content_id, creator_id, bucket, traffic, plays, {playsums: #}, {playcounts: #}, {histogram: #})
SELECT
    project_id, content_id, creator_id, bucket, traffic,
    sum(sign), {playsums: sum(sign * @)},
    {playcounts: coalesce(sum(sign) FILTER (WHERE @), 0)},
    {histogram: coalesce(sum(sign) FILTER (WHERE watch_bin = right('#', 2)::integer), 0)}
FROM play_changes
GROUP BY project_id, content_id, creator_id, bucket, traffic
