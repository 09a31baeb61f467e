-- What the changed plays count, in the quarter-hour of their start.
INSERT INTO deltas (
    project_id, content_id, creator_id, bucket, plays, watch_ms, loop_plays,
    completed_full, completed_over75, completed_over50, completed_over25, completed_under25,
    {histogram: #})
SELECT
    project_id, content_id, creator_id, bucket, sum(sign), sum(sign * watch_ms), sum(sign * loops),
    coalesce(sum(sign) FILTER (WHERE completion >= 0.99), 0),
    coalesce(sum(sign) FILTER (WHERE completion >= 0.75 AND completion < 0.99), 0),
    coalesce(sum(sign) FILTER (WHERE completion >= 0.50 AND completion < 0.75), 0),
    coalesce(sum(sign) FILTER (WHERE completion >= 0.25 AND completion < 0.50), 0),
    coalesce(sum(sign) FILTER (WHERE completion < 0.25), 0),
    {histogram: coalesce(sum(sign) FILTER (WHERE watch_bin = right('#', 2)::integer), 0)}
FROM play_changes
GROUP BY project_id, content_id, creator_id, bucket
