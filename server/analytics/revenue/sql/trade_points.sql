-- The sales of a range in each currency, in the parts that begin at :starts (ascending), numbered from 1; only parts with any.
SELECT
    width_bucket(bucket, :starts::timestamptz[]) AS point, currency, currency_decimals(currency) AS decimals, {include: sold}
FROM {include: sales_in_range}
GROUP BY point, currency
ORDER BY point, currency
