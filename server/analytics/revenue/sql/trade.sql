-- The sales of a range in each currency, and (null) in all together, of which only orders and buyers mean something.
SELECT currency, currency_decimals(currency) AS decimals, {include: sold}
FROM {include: sales_in_range}
GROUP BY GROUPING SETS ((currency), ())
ORDER BY currency
