-- The states of the transferred contents name the new owner, from which later changes are subtracted.
WITH played AS (
    UPDATE plays AS t SET creator_id = is_now
    FROM transfers
    WHERE t.project_id = transfers.project_id AND t.content_id = transfers.content_id
), reacted AS (
    UPDATE content_viewers AS t SET
        liked_creator = CASE WHEN liked IS NOT NULL THEN is_now END,
        saved_creator = CASE WHEN saved IS NOT NULL THEN is_now END
    FROM transfers
    WHERE t.project_id = transfers.project_id AND t.content_id = transfers.content_id
        AND (liked IS NOT NULL OR saved IS NOT NULL)
), watching AS (
    UPDATE watchers AS t SET creator_id = is_now
    FROM transfers
    WHERE t.project_id = transfers.project_id AND t.content_id = transfers.content_id
), counted AS (
    UPDATE minute_counts AS t SET owner_id = coalesce(is_now, '')
    FROM transfers
    WHERE t.project_id = transfers.project_id AND t.owner_id = coalesce(was, '') AND t.content_id = transfers.content_id
), sold AS (
    UPDATE sales AS t SET creator_id = is_now  -- refunds that do not name the content follow their orders
    FROM transfers
    WHERE t.project_id = transfers.project_id AND t.content_id = transfers.content_id AND names_content
), viewed AS (
    UPDATE content_viewer_buckets AS t SET creator_id = coalesce(is_now, '')
    FROM transfers
    WHERE t.project_id = transfers.project_id AND t.content_id = transfers.content_id
    RETURNING t.*, transfers.was
)
INSERT INTO sketch_changes (
    project_id, creator_id, bucket, traffic, viewer_id, gained, reclassified, start, {definitions: #})
SELECT project_id, owner.creator_id, bucket, traffic, viewer_id, gained, true, views > 0, {definitions: #_views > 0}
FROM viewed, LATERAL (VALUES (false, coalesce(was, '')), (true, viewed.creator_id)) AS owner (gained, creator_id)
