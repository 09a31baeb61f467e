-- Declares what campaigns cost, sorted by campaign, day and currency; amounts are in major units. The aggregator's next run
-- notifies subscribers of the platform.
WITH changed AS (
    INSERT INTO campaign_spend (project_id, campaign, day, currency, amount)
    SELECT :project, campaign, day, currency, minor_units(amount, currency)
    FROM unnest(:campaigns::text[], :dates::date[], :currencies::text[], :amounts::text[]) AS input (campaign, day, currency, amount)
    ORDER BY campaign, day, currency
    ON CONFLICT (project_id, campaign, day, currency) DO UPDATE SET amount = excluded.amount
    RETURNING campaign, day, currency, amount
), announced AS (
    INSERT INTO changed_subjects (project_id, kind, id) SELECT DISTINCT :project, 'platform', '' FROM changed
)
SELECT campaign, day, currency, currency_decimals(currency) AS decimals, amount FROM changed
