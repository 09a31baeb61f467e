-- What a campaign cost on each day from :first_day until :end_day (null: since ever), by currency.
SELECT day, currency, currency_decimals(currency) AS decimals, amount
FROM campaign_spend
WHERE project_id = :project AND campaign = :campaign AND day >= greatest(:first_day::date, '-infinity')
    AND day < least(:end_day::date, 'infinity') AND (:currency::text IS NULL OR currency = :currency)
ORDER BY day, currency
