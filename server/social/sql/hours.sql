-- The numbers of :accounts by hour, from their series, as far as these are kept.
WITH owners AS (
    SELECT account_id, collected_since, days_zone, series_since::timestamp AT TIME ZONE days_zone AS kept_since
    FROM social_accounts
    WHERE project_id = :project AND account_id = ANY (:accounts::text[]) AND collected_since IS NOT NULL
), known AS MATERIALIZED (
    SELECT account_id, metric, min(day)::timestamp AT TIME ZONE owners.days_zone AS at
    FROM owners JOIN social_days USING (account_id)
    WHERE project_id = :project AND social_days.account_id = ANY (:accounts::text[]) AND subject = 'posts' AND metric = ANY (:gained::text[])
    GROUP BY account_id, metric, owners.days_zone
), {include: bucket_values}
SELECT account_id, (:starts::timestamptz[])[number::integer] AS start, subject, metric, value, provenance, reason
FROM found JOIN owners USING (account_id)
WHERE kept_since IS NULL OR (:starts::timestamptz[])[number::integer] >= kept_since
