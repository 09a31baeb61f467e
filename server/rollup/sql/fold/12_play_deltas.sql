-- Counts of the changed plays, in the quarter-hour and the minute of their start.
INSERT INTO deltas (
    project_id, content_id, creator_id, bucket, minute, traffic, plays, {playsums: #}, {playcounts: #}, {histogram: #})
SELECT
    project_id, content_id, creator_id, bucket, kept_minute(started_at, minutes_since) AS minute, traffic,
    sum(sign), {playsums: sum(sign * @)},
    {playcounts: coalesce(sum(sign) FILTER (WHERE @), 0)},
    {histogram: coalesce(sum(sign) FILTER (WHERE watch_bin = right('#', 2)::integer), 0)}
FROM play_changes LEFT JOIN rollup_state USING (project_id)
GROUP BY project_id, content_id, creator_id, bucket, minute, traffic
