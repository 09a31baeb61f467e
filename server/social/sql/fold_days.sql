-- Writes some days of an account from its series; a day without a number has no row.
WITH {include: bucket_values}
INSERT INTO social_days AS t (project_id, account_id, day, subject, metric, value, provenance, reason)
SELECT :project, :account, buckets.day, found.subject, found.metric, found.value, found.provenance, found.reason
FROM found JOIN buckets USING (number)
ORDER BY buckets.day, found.subject, found.metric
ON CONFLICT (project_id, account_id, day, subject, metric) DO UPDATE SET
    value = excluded.value, provenance = excluded.provenance, reason = excluded.reason
WHERE (t.value, t.provenance, t.reason) IS DISTINCT FROM (excluded.value, excluded.provenance, excluded.reason)
