-- Plays that were known before the existing raw events but started to count later: their counters are not among those that
-- are kept.
INSERT INTO play_changes
SELECT
    1, false, project_id, content_id, play_key, creator_id, session_id, viewer_id, traffic, origin_at, started_at,
    date_bin('15 minutes', started_at, '1970-01-01 00:00:00+00'), source_column(source_type), device_type, platform, cell,
    watch_bin(watch_ms), {amounts: #}, repeats,
    {definitions: @}
FROM pg_temp.plays JOIN expired_until USING (project_id)
WHERE origin_at < moment AND started_at >= moment
