-- Writes some days of :accounts from their series; a day without a number has no row.
WITH owners AS (
    SELECT account_id, collected_since FROM unnest(:accounts::text[], :collected_since::timestamptz[]) AS o (account_id, collected_since)
), {include: known_gains}, {include: bucket_values}
INSERT INTO social_days AS t (project_id, account_id, day, subject, metric, value, provenance, reason)
SELECT :project, account_id, (:days::date[])[number::integer], subject, metric, value, provenance, reason
FROM found
ORDER BY account_id, number, subject, metric
ON CONFLICT (project_id, account_id, day, subject, metric) DO UPDATE SET
    value = excluded.value, provenance = excluded.provenance, reason = excluded.reason
WHERE (t.value, t.provenance, t.reason) IS DISTINCT FROM (excluded.value, excluded.provenance, excluded.reason)
