-- The figures of some sales.
coalesce(sum(amount) FILTER (WHERE type = 'purchase'), 0)::bigint AS gross,
coalesce(sum(amount) FILTER (WHERE type = 'refund'), 0)::bigint AS refunds,
coalesce(sum(amount) FILTER (WHERE type = 'stream_gift'), 0)::bigint AS gifts,
count(DISTINCT order_id) FILTER (WHERE type = 'purchase')
    + count(*) FILTER (WHERE type = 'purchase' AND order_id IS NULL) AS orders,
count(DISTINCT viewer_id) FILTER (WHERE type = 'purchase') AS buyers
