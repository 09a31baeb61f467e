-- Counts of the changed plays, in the quarter-hour of their start.
INSERT INTO deltas (
    project_id, content_id, creator_id, bucket, traffic, plays, watch_ms, loop_plays,
    completed_full, completed_over75, completed_over50, completed_over25, completed_under25,
    {definitions: #_views,
    #_views_organic, #_views_following, #_views_profile, #_views_hashtag, #_views_search, #_views_direct, #_views_other,
    #_views_mobile, #_views_tablet, #_views_desktop, #_views_tv, #_views_ios, #_views_android, #_views_web},
    {histogram: #})
SELECT
    project_id, content_id, creator_id, bucket, traffic, sum(sign), sum(sign * watch_ms), sum(sign * loops),
    coalesce(sum(sign) FILTER (WHERE completion >= 0.99), 0),
    coalesce(sum(sign) FILTER (WHERE completion >= 0.75 AND completion < 0.99), 0),
    coalesce(sum(sign) FILTER (WHERE completion >= 0.50 AND completion < 0.75), 0),
    coalesce(sum(sign) FILTER (WHERE completion >= 0.25 AND completion < 0.50), 0),
    coalesce(sum(sign) FILTER (WHERE completion < 0.25), 0),
    {definitions: coalesce(sum(sign) FILTER (WHERE is_#), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND source = 'organic'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND source = 'following'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND source = 'profile'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND source = 'hashtag'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND source = 'search'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND source = 'direct'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND source = 'other'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND device_type = 'mobile'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND device_type = 'tablet'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND device_type = 'desktop'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND device_type = 'tv'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND platform = 'ios'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND platform = 'android'), 0),
    coalesce(sum(sign) FILTER (WHERE is_# AND platform = 'web'), 0)},
    {histogram: coalesce(sum(sign) FILTER (WHERE watch_bin = right('#', 2)::integer), 0)}
FROM play_changes
GROUP BY project_id, content_id, creator_id, bucket, traffic
