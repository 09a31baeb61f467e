-- The figures of some sales. Distinct texts are found by sorting, which takes a fraction of the time by code points.
coalesce(sum(amount) FILTER (WHERE type = 'purchase'), 0)::bigint AS gross,
coalesce(sum(amount) FILTER (WHERE type = 'refund'), 0)::bigint AS refunds,
coalesce(sum(amount) FILTER (WHERE type = 'stream_gift'), 0)::bigint AS gifts,
count(DISTINCT order_id COLLATE "C") FILTER (WHERE type = 'purchase')
    + count(*) FILTER (WHERE type = 'purchase' AND order_id IS NULL) AS orders,
count(DISTINCT viewer_id COLLATE "C") FILTER (WHERE type = 'purchase') AS buyers
