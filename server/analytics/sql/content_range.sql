-- One content in a range of quarter-hours. Always one row; the parts that were not asked for ($5-$7) cost nothing.
-- $1 project, $2 content, $3 from, $4 until, $5 median, $6 countries, $7 viewers,
-- $8 plays up to which the median is exact
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    totals.revision,
    median.median_ms,
    histogram.histogram,
    countries.countries,
    viewers.unique_viewers,
    viewers.rewatches,
    summed.*
FROM (VALUES ($1::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
LEFT JOIN content_totals AS totals ON totals.project_id = asked.project_id AND totals.content_id = $2::text
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
    WHERE project_id = $1 AND content_id = $2 AND bucket >= $3::timestamptz AND bucket < $4::timestamptz
) AS summed
LEFT JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY plays.watch_ms) AS median_ms
    FROM plays
    WHERE $5::boolean AND summed.plays <= $8::bigint
        AND plays.project_id = $1 AND plays.content_id = $2 AND plays.started_at >= $3 AND plays.started_at < $4
) AS median ON true
LEFT JOIN LATERAL (
    SELECT ARRAY[
        sum(watch_h00)::bigint, sum(watch_h01)::bigint, sum(watch_h02)::bigint, sum(watch_h03)::bigint,
        sum(watch_h04)::bigint, sum(watch_h05)::bigint, sum(watch_h06)::bigint, sum(watch_h07)::bigint,
        sum(watch_h08)::bigint, sum(watch_h09)::bigint, sum(watch_h10)::bigint, sum(watch_h11)::bigint,
        sum(watch_h12)::bigint, sum(watch_h13)::bigint, sum(watch_h14)::bigint, sum(watch_h15)::bigint,
        sum(watch_h16)::bigint, sum(watch_h17)::bigint, sum(watch_h18)::bigint, sum(watch_h19)::bigint,
        sum(watch_h20)::bigint, sum(watch_h21)::bigint, sum(watch_h22)::bigint, sum(watch_h23)::bigint
    ] AS histogram
    FROM content_buckets
    WHERE $5::boolean AND summed.plays > $8::bigint
        AND project_id = $1 AND content_id = $2 AND bucket >= $3 AND bucket < $4
) AS histogram ON true
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(country, views) ORDER BY views DESC, country) AS countries
    FROM (
        SELECT country, sum(views)::bigint AS views
        FROM content_countries
        WHERE $6::boolean AND project_id = $1 AND content_id = $2 AND bucket >= $3 AND bucket < $4
        GROUP BY country
        HAVING sum(views) > 0
    ) AS by_country
) AS countries ON true
LEFT JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE views > 0) AS unique_viewers,
        coalesce(sum(greatest(views - 1, rewatch_views, 0)), 0)::bigint AS rewatches
    FROM (
        SELECT sum(views) AS views, sum(rewatch_views) AS rewatch_views
        FROM content_viewer_buckets
        WHERE $7::boolean AND project_id = $1 AND content_id = $2 AND bucket >= $3 AND bucket < $4
        GROUP BY viewer_id
    ) AS by_viewer
) AS viewers ON true
