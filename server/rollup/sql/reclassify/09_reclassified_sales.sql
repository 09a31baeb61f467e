-- Moves amounts to the current class of their viewer; refunds of an order get that of their order later.
WITH changed AS (
    UPDATE sales AS t SET traffic = moved.traffic, own_traffic = moved.traffic
    FROM reclassified_events AS moved
    WHERE sign = 1 AND t.project_id = moved.project_id AND t.bucket = moved.bucket AND t.event_id = moved.sale_id
    RETURNING t.project_id, t.creator_id
)
INSERT INTO pending_changes (project_id, kind, id)
SELECT DISTINCT project_id, 'creator', creator_id FROM changed WHERE creator_id IS NOT NULL
