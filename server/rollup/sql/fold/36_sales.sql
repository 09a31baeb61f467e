-- The amounts of purchases, refunds and gifts. A refund's means of payment is that of its order.
WITH new AS (
    INSERT INTO sales AS t (
        project_id, bucket, event_id, amount, traffic, own_traffic, names_content, names_creator, names_product, names_campaign,
        type, currency, order_id, viewer_id, content_id, creator_id, product_id, campaign, payment_method)
    SELECT
        project_id, bucket, sale_id, minor_units(sale ->> 'amount', sale ->> 'currency'), traffic, traffic,
        content_id IS NOT NULL, content_id IS NULL AND creator_id IS NOT NULL, type <> 'stream_gift' AND sale ->> 'productId' IS NOT NULL,
        campaign IS NOT NULL, type, sale ->> 'currency', CASE WHEN type <> 'stream_gift' THEN left(sale ->> 'orderId', 128) END,
        viewer_id, content_id, creator_id, CASE WHEN type <> 'stream_gift' THEN left(sale ->> 'productId', 128) END, campaign,
        CASE WHEN type = 'purchase' THEN left(sale ->> 'paymentMethod', 128) END
    FROM claimed_events
    WHERE sale IS NOT NULL AND minor_units(sale ->> 'amount', sale ->> 'currency') IS NOT NULL
    ORDER BY project_id, bucket, sale_id
    ON CONFLICT (project_id, bucket, event_id) DO NOTHING
    RETURNING project_id, creator_id
)
INSERT INTO pending_changes (project_id, kind, id)
SELECT DISTINCT project_id, 'creator', creator_id FROM new WHERE creator_id IS NOT NULL
