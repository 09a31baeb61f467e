-- Gives refunds of the orders in touched (project_id, order_id) what their events do not name: what the purchases of the order
-- have, if these agree; only those of its content and its product, where a refund names them. So it is with the class.
paid AS MATERIALIZED (
    SELECT
        project_id, order_id, coalesce(of_content, '') AS of_content, coalesce(of_product, '') AS of_product,
        grouping(of_content, of_product) AS whole,
        only_one(min(coalesce(content_id, '')), max(coalesce(content_id, ''))) AS content_id,
        only_one(min(coalesce(creator_id, '')), max(coalesce(creator_id, ''))) AS creator_id,
        only_one(min(coalesce(product_id, '')), max(coalesce(product_id, ''))) AS product_id,
        only_one(min(coalesce(campaign, '')), max(coalesce(campaign, ''))) AS campaign,
        only_one(min(coalesce(payment_method, '')), max(coalesce(payment_method, ''))) AS payment_method,
        CASE WHEN min(traffic) = max(traffic) THEN min(traffic) END AS traffic
    FROM touched, LATERAL (
        SELECT
            content_id AS of_content, product_id AS of_product, content_id, creator_id, product_id, campaign, payment_method,
            traffic
        FROM sales AS known
        WHERE known.project_id = touched.project_id AND known.order_id = touched.order_id AND known.type = 'purchase'
        OFFSET 0
    ) AS purchase
    GROUP BY GROUPING SETS (
        (project_id, order_id), (project_id, order_id, of_content), (project_id, order_id, of_product),
        (project_id, order_id, of_content, of_product))
), settled AS MATERIALIZED (
    SELECT
        refund.project_id, refund.bucket, refund.event_id, refund.content_id AS was_content, refund.creator_id AS was_creator,
        refund.product_id AS was_product, refund.campaign AS was_campaign, refund.payment_method AS was_method,
        refund.traffic AS was_traffic,
        CASE WHEN names_content THEN refund.content_id ELSE nullif(paid.content_id, '') END AS content_id,
        CASE WHEN names_content OR names_creator THEN refund.creator_id ELSE nullif(paid.creator_id, '') END AS creator_id,
        CASE WHEN names_product THEN refund.product_id ELSE nullif(paid.product_id, '') END AS product_id,
        CASE WHEN names_campaign THEN refund.campaign ELSE nullif(paid.campaign, '') END AS campaign,
        nullif(paid.payment_method, '') AS payment_method,
        coalesce(paid.traffic, refund.own_traffic) AS traffic
    FROM touched
        CROSS JOIN LATERAL (
            SELECT * FROM sales AS known
            WHERE known.project_id = touched.project_id AND known.order_id = touched.order_id AND known.type = 'refund'
            OFFSET 0
        ) AS refund
        LEFT JOIN paid ON paid.project_id = refund.project_id AND paid.order_id = refund.order_id
            AND whole = 2 * (NOT names_content)::integer + (NOT names_product)::integer
            AND of_content = CASE WHEN names_content THEN refund.content_id ELSE '' END
            AND of_product = CASE WHEN names_product THEN refund.product_id ELSE '' END
), changed AS (
    UPDATE sales AS t SET
        content_id = settled.content_id,
        creator_id = settled.creator_id,
        product_id = settled.product_id,
        campaign = settled.campaign,
        payment_method = settled.payment_method,
        traffic = settled.traffic
    FROM settled
    WHERE t.project_id = settled.project_id AND t.bucket = settled.bucket AND t.event_id = settled.event_id
        AND (was_content, was_creator, was_product, was_campaign, was_method, was_traffic) IS DISTINCT FROM (
            settled.content_id, settled.creator_id, settled.product_id, settled.campaign, settled.payment_method, settled.traffic)
    RETURNING t.project_id, was_content, was_creator, settled.content_id, settled.creator_id
)
INSERT INTO pending_changes (project_id, kind, id)
SELECT DISTINCT project_id, kind, id
FROM changed, LATERAL (
    VALUES ('content', was_content), ('content', content_id), ('creator', was_creator), ('creator', creator_id)
) AS subject (kind, id)
WHERE id IS NOT NULL
