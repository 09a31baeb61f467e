-- Refunds of the orders of removed events, and of those whose class is another, by the amounts that are left.
WITH touched AS MATERIALIZED (
    SELECT DISTINCT project_id, coalesce(was_order_id, is_order_id) AS order_id
    FROM sales_changes
    WHERE coalesce(was_order_id, is_order_id) IS NOT NULL
), {include: settled_refunds}
