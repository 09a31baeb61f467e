-- What content_days keeps of a content, by one definition of a view.
{prefix}views AS views, watch_ms, completed_full, likes, comments, shares, saves, clicks, skips
