-- What each event counts by itself, in its own quarter-hour, for its content and its creator.
INSERT INTO deltas (
    project_id, content_id, creator_id, bucket, views, impressions, feed_impressions, swipe_aways, skips,
    like_events, unlike_events, save_events, unsave_events, comments, shares, duets, stitches, sound_uses,
    clicks, contacts, whatsapps, book_viewings, reports, not_interested, hides, follows, unfollows,
    views_organic, views_following, views_profile, views_hashtag, views_search, views_direct, views_other,
    views_mobile, views_tablet, views_desktop, views_tv, views_ios, views_android, views_web)
SELECT
    project_id, content_id, creator_id, bucket,
    count(*) FILTER (WHERE type = 'view_start'),
    count(*) FILTER (WHERE type = 'impression'),
    count(*) FILTER (WHERE type = 'impression' AND source_type IN ('feed', 'for_you')),
    count(*) FILTER (WHERE type = 'swipe_away'),
    count(*) FILTER (WHERE type IN ('skip', 'swipe_away')),
    count(*) FILTER (WHERE type = 'like'),
    count(*) FILTER (WHERE type = 'unlike'),
    count(*) FILTER (WHERE type = 'save'),
    count(*) FILTER (WHERE type = 'unsave'),
    count(*) FILTER (WHERE type = 'comment'),
    count(*) FILTER (WHERE type = 'share'),
    count(*) FILTER (WHERE type = 'duet'),
    count(*) FILTER (WHERE type = 'stitch'),
    count(*) FILTER (WHERE type = 'sound_use'),
    count(*) FILTER (WHERE type = 'click'),
    count(*) FILTER (WHERE type = 'contact'),
    count(*) FILTER (WHERE type = 'whatsapp'),
    count(*) FILTER (WHERE type = 'book_viewing'),
    count(*) FILTER (WHERE type = 'report'),
    count(*) FILTER (WHERE type = 'not_interested'),
    count(*) FILTER (WHERE type = 'hide'),
    count(*) FILTER (WHERE type = 'follow'),
    count(*) FILTER (WHERE type = 'unfollow'),
    count(*) FILTER (WHERE type = 'view_start' AND source_type IN ('for_you', 'feed')),
    count(*) FILTER (WHERE type = 'view_start' AND source_type = 'following'),
    count(*) FILTER (WHERE type = 'view_start' AND source_type = 'profile'),
    count(*) FILTER (WHERE type = 'view_start' AND source_type = 'hashtag'),
    count(*) FILTER (WHERE type = 'view_start' AND source_type = 'search'),
    count(*) FILTER (WHERE type = 'view_start' AND source_type = 'direct'),
    count(*) FILTER (WHERE type = 'view_start' AND coalesce(source_type, '') NOT IN (
        'for_you', 'feed', 'following', 'profile', 'hashtag', 'search', 'direct')),
    count(*) FILTER (WHERE type = 'view_start' AND device_type = 'mobile'),
    count(*) FILTER (WHERE type = 'view_start' AND device_type = 'tablet'),
    count(*) FILTER (WHERE type = 'view_start' AND device_type = 'desktop'),
    count(*) FILTER (WHERE type = 'view_start' AND device_type = 'tv'),
    count(*) FILTER (WHERE type = 'view_start' AND platform = 'ios'),
    count(*) FILTER (WHERE type = 'view_start' AND platform = 'android'),
    count(*) FILTER (WHERE type = 'view_start' AND platform = 'web')
FROM slice
WHERE type IN (
    'view_start', 'impression', 'skip', 'swipe_away', 'like', 'unlike', 'save', 'unsave', 'comment', 'share', 'duet',
    'stitch', 'sound_use', 'click', 'contact', 'whatsapp', 'book_viewing', 'report', 'not_interested', 'hide',
    'follow', 'unfollow')
GROUP BY project_id, content_id, creator_id, bucket
