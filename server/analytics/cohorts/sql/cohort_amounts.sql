-- As cohort_rows, and rows of what viewers watched, at the start of a play, and of what they paid or got back, in the minor units
-- of :currency. A refund is the buyer's of its order, if the order has one buyer.
SELECT viewer, occurred_at, steps, watch_ms, revenue{column}
FROM (
    SELECT {include: cohort_event}, 0::bigint AS watch_ms, 0::bigint AS revenue{value}
    FROM {include: viewer_events}
    UNION ALL
    SELECT hashtextextended(plays.viewer_id, 0), plays.started_at, NULL, 0, plays.watch_ms, 0{none}
    FROM plays
    WHERE plays.project_id = :project AND plays.viewer_id IS NOT NULL AND plays.traffic = ANY (:classes::smallint[])
        AND plays.started_at >= :since::timestamptz AND plays.started_at < :end::timestamptz
    UNION ALL
    SELECT hashtextextended(sold.viewer_id, 0), paid.occurred_at, NULL, 0, 0, sold.amount{none}
    FROM (
        SELECT
            sales.event_id, CASE sales.type WHEN 'purchase' THEN sales.amount ELSE -sales.amount END AS amount,
            CASE WHEN sales.type = 'refund' THEN coalesce(buyers.viewer_id, sales.viewer_id) ELSE sales.viewer_id END AS viewer_id
        FROM sales
            LEFT JOIN (
                SELECT bought.order_id, min(bought.viewer_id) AS viewer_id
                FROM sales AS bought
                WHERE bought.project_id = :project AND bought.type = 'purchase' AND bought.order_id IS NOT NULL
                GROUP BY bought.order_id
                HAVING min(bought.viewer_id) = max(bought.viewer_id)
            ) AS buyers ON buyers.order_id = sales.order_id
        WHERE sales.project_id = :project AND sales.currency = :currency::text AND sales.type IN ('purchase', 'refund')
            AND sales.traffic = ANY (:classes::smallint[])
            AND sales.bucket > :since::timestamptz - interval '15 minutes' AND sales.bucket < :end::timestamptz
    ) AS sold
        JOIN events AS paid ON paid.project_id = :project AND paid.id = sold.event_id
    WHERE sold.viewer_id IS NOT NULL AND paid.occurred_at >= :since::timestamptz AND paid.occurred_at < :end::timestamptz
) AS matching
WHERE {include: cohort_row}
ORDER BY viewer, occurred_at, key
