-- The counter that :by names, of the chosen definition.
CASE :by::text
            WHEN 'views' THEN {prefix}views
            WHEN 'watch_time' THEN watch_ms
            WHEN 'likes' THEN likes
            WHEN 'comments' THEN comments
            WHEN 'shares' THEN shares
            WHEN 'saves' THEN saves
            WHEN 'follows' THEN follows
        END
