-- Viewers who like a content, and who have saved it, each in the quarter-hour and the minute of the deciding event.
INSERT INTO deltas (project_id, content_id, creator_id, bucket, minute, traffic, likes, saves)
SELECT
    project_id, content_id, creator_id, date_bin('15 minutes', at, '1970-01-01 00:00:00+00'),
    kept_minute(at, minutes_since), traffic, sum(likes), sum(saves)
FROM (
    SELECT project_id, content_id, liked_creator AS creator_id, liked_at AS at, traffic, sign AS likes, 0 AS saves
    FROM viewer_changes
    WHERE liked
    UNION ALL
    SELECT project_id, content_id, saved_creator, saved_at, traffic, 0, sign FROM viewer_changes WHERE saved
) AS differences LEFT JOIN rollup_state USING (project_id)
GROUP BY 1, 2, 3, 4, 5, 6
