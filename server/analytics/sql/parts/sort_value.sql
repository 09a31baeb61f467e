-- What contents are ranked by (:by), from the columns of ListedCounts, unique_viewers and rewatches.
CASE :by::text
        WHEN 'quality' THEN quality_score(views, completed_full, likes, comments, shares, rewatches, unique_viewers)
        WHEN 'engagement' THEN engagement_score(views, completed_full, saves, shares, clicks, skips)
        WHEN 'views' THEN views
        WHEN 'unique_viewers' THEN unique_viewers
        WHEN 'watch_time' THEN watch_ms
        WHEN 'average_watch_time' THEN CASE WHEN views > 0 THEN watch_ms::double precision / views ELSE 0 END
        WHEN 'completion' THEN percent_of(completed_full, views)
        WHEN 'likes' THEN likes
        WHEN 'comments' THEN comments
        WHEN 'shares' THEN shares
        WHEN 'saves' THEN saves
    END::double precision
