-- Refunds of the orders of which an event came, or a purchase has another class or another creator.
WITH touched AS MATERIALIZED (
    SELECT project_id, left(sale ->> 'orderId', 128) AS order_id
    FROM claimed_events
    WHERE type IN ('purchase', 'refund') AND sale ->> 'orderId' IS NOT NULL
    UNION
    SELECT moved.project_id, order_id
    FROM reclassified_events AS moved, LATERAL (
        SELECT order_id FROM sales AS known
        WHERE known.project_id = moved.project_id AND known.bucket = moved.bucket AND known.event_id = moved.sale_id
            AND order_id IS NOT NULL
        OFFSET 0
    ) AS sold
    WHERE sale_id IS NOT NULL
    UNION
    SELECT transfers.project_id, order_id
    FROM transfers, LATERAL (
        SELECT order_id FROM sales AS known
        WHERE known.project_id = transfers.project_id AND known.content_id = transfers.content_id AND order_id IS NOT NULL
        OFFSET 0
    ) AS sold
), {include: settled_refunds}
