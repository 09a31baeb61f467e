-- The numbers of :accounts by hour, from their series, as far as these are kept.
WITH owners AS (
    SELECT account_id, collected_since, days_zone, series_since::timestamp AT TIME ZONE days_zone AS kept_since
    FROM social_accounts
    WHERE project_id = :project AND account_id = ANY (:accounts::text[]) AND collected_since IS NOT NULL
), {include: known_gains}, {include: bucket_values}
SELECT account_id, (:starts::timestamptz[])[number::integer] AS start, subject, metric, value, provenance, reason
FROM found JOIN owners USING (account_id)
WHERE kept_since IS NULL OR (:starts::timestamptz[])[number::integer] >= kept_since
