-- The sales of a range in one currency by {column}, best first by :by; '' stands for those of which it is unknown. With what
-- campaigns cost, if :with_spend, from :first_day until :end_day (null: since ever). :limit null: all.
SELECT page.*, currency_decimals(:currency) AS decimals, {label} AS label
FROM (
    SELECT *
    FROM (
        SELECT
            value, coalesce(gross, 0) AS gross, coalesce(refunds, 0) AS refunds, coalesce(gifts, 0) AS gifts,
            coalesce(orders, 0) AS orders, coalesce(buyers, 0) AS buyers, spend,
            coalesce(
                CASE :by::text
                    WHEN 'gross' THEN gross
                    WHEN 'net' THEN gross - refunds
                    WHEN 'refunds' THEN refunds
                    WHEN 'gifts' THEN gifts
                    WHEN 'orders' THEN orders
                    WHEN 'buyers' THEN buyers
                    WHEN 'spend' THEN spend
                END, 0) AS worth
        FROM (
            SELECT coalesce({column}, '') AS value, {include: sold}
            FROM {include: sales_in_range}
            GROUP BY coalesce({column}, '')
        ) AS sold
            FULL JOIN (
                SELECT campaign AS value, sum(amount)::bigint AS spend
                FROM campaign_spend
                WHERE :with_spend::boolean AND project_id = :project AND currency = :currency
                    AND day >= greatest(:first_day::date, '-infinity') AND day < least(:end_day::date, 'infinity')
                GROUP BY campaign
            ) AS spent USING (value)
    ) AS ranked
    WHERE :after_worth::bigint IS NULL OR worth {less} :after_worth OR worth = :after_worth AND value {more} :after_key::text
    ORDER BY worth {desc}, value {asc}
    LIMIT :limit
) AS page
ORDER BY worth {desc}, value {asc}
