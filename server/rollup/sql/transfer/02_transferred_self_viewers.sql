-- The previous owner of a content is an ordinary viewer of it now, the new owner a self-viewer. Events that the run claims may
-- show that already: they count for the new owner.
WITH lost AS (
    DELETE FROM self_viewers USING transfers
    WHERE self_viewers.project_id = transfers.project_id AND self_viewers.content_id = transfers.content_id
        AND self_viewers.viewer_id IN (viewer_key(was, NULL, false), viewer_key(was, NULL, true))
    RETURNING self_viewers.project_id, viewer_id, self_viewers.content_id
), parted AS (
    INSERT INTO lost_self_viewers (project_id, viewer_id, content_id) SELECT project_id, viewer_id, content_id FROM lost
), new AS (
    INSERT INTO self_viewers (project_id, viewer_id, content_id)
    SELECT DISTINCT transfers.project_id, viewer_id, content_id
    FROM transfers, LATERAL (
        SELECT viewer_id, batch_id FROM events
        WHERE events.project_id = transfers.project_id AND events.user_id = transfers.is_now
            AND events.content_id = transfers.content_id AND events.viewer_id IS NOT NULL
        OFFSET 0
    ) AS event
    WHERE NOT EXISTS (SELECT 1 FROM ingest_batches AS pending WHERE pending.batch_id = event.batch_id)
    ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING
    RETURNING project_id, viewer_id, content_id
)
INSERT INTO new_self_viewers (project_id, viewer_id, content_id) SELECT project_id, viewer_id, content_id FROM new
