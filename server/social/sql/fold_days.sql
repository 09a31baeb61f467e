-- Writes some days of an account from its series; a day without a number has no row.
WITH known AS (
    SELECT gained.metric, min((
        SELECT min(at) FROM social_values AS v
        WHERE project_id = :project AND account_id = :account AND v.post_id = social_posts.post_id
            AND v.metric = gained.metric AND grain = 'moment' AND value IS NOT NULL
    )) AS at
    FROM social_posts CROSS JOIN unnest(:gained::text[]) AS gained (metric)
    WHERE project_id = :project AND account_id = :account
    GROUP BY gained.metric
), {include: bucket_values}
INSERT INTO social_days AS t (project_id, account_id, day, subject, metric, value, provenance, reason)
SELECT :project, :account, buckets.day, found.subject, found.metric, found.value, found.provenance, found.reason
FROM found JOIN buckets USING (number)
ORDER BY buckets.day, found.subject, found.metric
ON CONFLICT (project_id, account_id, day, subject, metric) DO UPDATE SET
    value = excluded.value, provenance = excluded.provenance, reason = excluded.reason
WHERE (t.value, t.provenance, t.reason) IS DISTINCT FROM (excluded.value, excluded.provenance, excluded.reason)
