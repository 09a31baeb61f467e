-- The numbers of :accounts by hour, from their series, as far as these are kept.
WITH owners AS (
    SELECT account_id, collected_since, days_zone, series_since::timestamp AT TIME ZONE days_zone AS kept_since
    FROM social_accounts
    WHERE project_id = :project AND account_id = ANY (:accounts::text[]) AND collected_since IS NOT NULL
), known AS (
    SELECT account_id, metric, min(day)::timestamp AT TIME ZONE owners.days_zone AS at
    FROM owners JOIN social_days USING (account_id)
    WHERE project_id = :project AND subject = 'posts' AND metric = ANY (:gained::text[])
    GROUP BY account_id, metric, owners.days_zone
), {include: bucket_values}
SELECT account_id, buckets.start, found.subject, found.metric, found.value, found.provenance, found.reason
FROM found JOIN buckets USING (number) JOIN owners USING (account_id)
WHERE owners.kept_since IS NULL OR buckets.start >= owners.kept_since
