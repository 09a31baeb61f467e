-- The events of some batches, whose ids reach from :first_id to :last_id (of one content, unless it is null); if
-- :classification_only, only those that tell what a viewer is. An event of a content counts for the content's owner, whichever
-- creator it names.
INSERT INTO claimed_events (
    event_key, seen_at, bucket, feeds_play, is_increment, named_creator, has_owner, sale_id, sale, {claimed: #})
SELECT
    event_key(id, client_id),
    least(occurred_at, received_at),
    date_bin('15 minutes', occurred_at, '1970-01-01 00:00:00+00'),
    content_id IS NOT NULL AND play_key IS NOT NULL AND (
        type IN ('view_start', 'view_progress', 'view_complete', 'pause', 'resume', 'seek')
        OR type IN ('skip', 'swipe_away')
            AND num_nonnulls(watch_ms, total_watch_ms, position_ms, completion, loop_count, sections) > 0
    ),
    watch_ms IS NOT NULL AND total_watch_ms IS NULL,
    creator_id,
    content_id IS NULL OR is_known IS NOT NULL,
    CASE WHEN type IN ('purchase', 'refund', 'stream_gift') THEN id END,
    CASE WHEN type IN ('purchase', 'refund', 'stream_gift') THEN properties END,
    {claimed: @}
FROM events
LEFT JOIN LATERAL (
    SELECT known.creator_id AS owner_id, true AS is_known FROM content_owners AS known
    WHERE known.project_id = events.project_id AND known.content_id = events.content_id
    LIMIT 1
) AS owned ON true
WHERE batch_id = ANY (:batches::bigint[]) AND id BETWEEN :first_id AND :last_id AND (:content::text IS NULL OR content_id = :content)
    AND (
        NOT :classification_only OR num_nonnulls(bot_reason, age_group, gender) > 0
        OR EXISTS (
            SELECT 1 FROM content_owners AS owned
            WHERE owned.project_id = events.project_id AND owned.content_id = events.content_id
                AND owned.creator_id = events.user_id
        )
    )
