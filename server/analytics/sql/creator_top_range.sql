-- A creator's viewed contents by engagement score (server/analytics/rates.py, engagement_score), in a range.
-- $1 project, $2 creator, $3 how many, $4 from, $5 until
WITH owned AS (
    SELECT content_id FROM contents WHERE project_id = $1 AND creator_id = $2
    UNION
    SELECT totals.content_id
    FROM content_totals AS totals
    LEFT JOIN contents USING (project_id, content_id)
    WHERE totals.project_id = $1 AND totals.owner_id = $2 AND coalesce(contents.creator_id, $2) = $2
)
SELECT owned.content_id, contents.title, contents.thumbnail, measured.*
FROM owned
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(views), 0)::bigint AS views,
        coalesce(sum(plays), 0)::bigint AS plays,
        coalesce(sum(watch_ms), 0)::bigint AS watch_ms,
        coalesce(sum(loop_plays), 0)::bigint AS loop_plays,
        coalesce(sum(completed_full), 0)::bigint AS completed_full,
        coalesce(sum(completed_over75), 0)::bigint AS completed_over75,
        coalesce(sum(completed_over50), 0)::bigint AS completed_over50,
        coalesce(sum(completed_over25), 0)::bigint AS completed_over25,
        coalesce(sum(completed_under25), 0)::bigint AS completed_under25,
        coalesce(sum(impressions), 0)::bigint AS impressions,
        coalesce(sum(feed_impressions), 0)::bigint AS feed_impressions,
        coalesce(sum(swipe_aways), 0)::bigint AS swipe_aways,
        coalesce(sum(skips), 0)::bigint AS skips,
        coalesce(sum(likes), 0)::bigint AS likes,
        coalesce(sum(saves), 0)::bigint AS saves,
        coalesce(sum(like_events), 0)::bigint AS like_events,
        coalesce(sum(unlike_events), 0)::bigint AS unlike_events,
        coalesce(sum(save_events), 0)::bigint AS save_events,
        coalesce(sum(unsave_events), 0)::bigint AS unsave_events,
        coalesce(sum(comments), 0)::bigint AS comments,
        coalesce(sum(shares), 0)::bigint AS shares,
        coalesce(sum(duets), 0)::bigint AS duets,
        coalesce(sum(stitches), 0)::bigint AS stitches,
        coalesce(sum(sound_uses), 0)::bigint AS sound_uses,
        coalesce(sum(clicks), 0)::bigint AS clicks,
        coalesce(sum(contacts), 0)::bigint AS contacts,
        coalesce(sum(whatsapps), 0)::bigint AS whatsapps,
        coalesce(sum(book_viewings), 0)::bigint AS book_viewings,
        coalesce(sum(reports), 0)::bigint AS reports,
        coalesce(sum(not_interested), 0)::bigint AS not_interested,
        coalesce(sum(hides), 0)::bigint AS hides,
        coalesce(sum(follows), 0)::bigint AS follows,
        coalesce(sum(unfollows), 0)::bigint AS unfollows,
        coalesce(sum(views_organic), 0)::bigint AS views_organic,
        coalesce(sum(views_following), 0)::bigint AS views_following,
        coalesce(sum(views_profile), 0)::bigint AS views_profile,
        coalesce(sum(views_hashtag), 0)::bigint AS views_hashtag,
        coalesce(sum(views_search), 0)::bigint AS views_search,
        coalesce(sum(views_direct), 0)::bigint AS views_direct,
        coalesce(sum(views_other), 0)::bigint AS views_other,
        coalesce(sum(views_mobile), 0)::bigint AS views_mobile,
        coalesce(sum(views_tablet), 0)::bigint AS views_tablet,
        coalesce(sum(views_desktop), 0)::bigint AS views_desktop,
        coalesce(sum(views_tv), 0)::bigint AS views_tv,
        coalesce(sum(views_ios), 0)::bigint AS views_ios,
        coalesce(sum(views_android), 0)::bigint AS views_android,
        coalesce(sum(views_web), 0)::bigint AS views_web
    FROM content_buckets
    WHERE project_id = $1 AND content_id = owned.content_id
        AND bucket >= $4::timestamptz AND bucket < $5::timestamptz
) AS measured
LEFT JOIN contents ON contents.project_id = $1 AND contents.content_id = owned.content_id
WHERE measured.views > 0
ORDER BY least(100, greatest(0, (
    measured.completed_full * 40 + measured.saves * 30 + measured.shares * 20 + measured.clicks * 10
    - measured.skips * 20)::double precision / measured.views)) DESC, measured.views DESC, owned.content_id
LIMIT $3
