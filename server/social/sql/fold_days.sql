-- Writes some days of :accounts from their series; a day without a number has no row.
WITH owners AS (
    SELECT account_id, collected_since FROM unnest(:accounts::text[], :collected_since::timestamptz[]) AS o (account_id, collected_since)
), known AS MATERIALIZED (
    SELECT account_id, gained.metric, min((
        SELECT min(at) FROM social_values AS v
        WHERE project_id = :project AND v.account_id = owners.account_id AND v.post_id = social_posts.post_id
            AND v.metric = gained.metric AND grain = 'moment' AND value IS NOT NULL
    )) AS at
    FROM owners JOIN social_posts USING (account_id) CROSS JOIN unnest(:gained::text[]) AS gained (metric)
    WHERE project_id = :project AND social_posts.account_id = ANY (:accounts::text[])
    GROUP BY account_id, gained.metric
), {include: bucket_values}
INSERT INTO social_days AS t (project_id, account_id, day, subject, metric, value, provenance, reason)
SELECT :project, account_id, (:days::date[])[number::integer], subject, metric, value, provenance, reason
FROM found
ORDER BY account_id, number, subject, metric
ON CONFLICT (project_id, account_id, day, subject, metric) DO UPDATE SET
    value = excluded.value, provenance = excluded.provenance, reason = excluded.reason
WHERE (t.value, t.provenance, t.reason) IS DISTINCT FROM (excluded.value, excluded.provenance, excluded.reason)
