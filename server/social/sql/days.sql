-- Numbers of :accounts by day.
SELECT account_id, day, subject, metric, value, provenance, reason
FROM social_days
WHERE project_id = :project AND account_id = ANY (:accounts::text[]) AND day >= :since AND day < :until
    AND subject || '.' || metric = ANY (:metrics::text[])
