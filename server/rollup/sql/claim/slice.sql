-- The events of the batches $1 (of the content $2, if given); $3: only those that decide the class of a viewer.
INSERT INTO slice (
    project_id, event_key, occurred_at, received_at, seen_at, bucket, type, content_id, creator_id, user_id, session_id,
    viewer_id, play_key, feeds_play,
    watch_ms, total_watch_ms, position_ms, duration_ms, completion, is_rewatch, loop_count, sections, is_increment,
    repeated_sections,
    source_type, referrer, campaign, device_type, platform, os, app_version, country, city, timezone, network_type, cell,
    age_group, gender)
SELECT
    project_id, event_key(id, details), occurred_at, received_at, least(occurred_at, received_at),
    date_bin('15 minutes', occurred_at, '1970-01-01 00:00:00+00'), type,
    content_id, creator_id, user_id, session_id, viewer_id, play_key,
    content_id IS NOT NULL AND play_key IS NOT NULL AND (
        type IN ('view_start', 'view_progress', 'view_complete', 'pause', 'resume', 'seek')
        OR type IN ('skip', 'swipe_away')
            AND num_nonnulls(watch_ms, total_watch_ms, position_ms, completion, loop_count, sections) > 0
    ),
    watch_ms, total_watch_ms, position_ms, duration_ms, completion, is_rewatch, loop_count, sections,
    watch_ms IS NOT NULL AND total_watch_ms IS NULL, repeated_sections,
    source_type, referrer, campaign, device_type, platform, os, app_version, country, city, timezone, network_type, cell,
    age_group, gender
FROM events
WHERE batch_id = ANY ($1::bigint[]) AND ($2::text IS NULL OR content_id = $2)
    AND (NOT $3 OR num_nonnulls(bot_reason, age_group, gender) > 0 OR user_id = creator_id)
