-- Makes the newest day with a number the latest one; without any, the newest day.
INSERT INTO social_latest AS t
    (project_id, account_id, post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at)
SELECT DISTINCT ON (post_id, metric)
    :project, :account, post_id, metric, 'day', at, value, provenance, reason, source, :api_version, :now
FROM {include: sent_values}
ORDER BY post_id, metric, (value IS NULL), at DESC
ON CONFLICT (project_id, account_id, post_id, metric) DO UPDATE SET
    grain = excluded.grain, at = excluded.at, value = excluded.value, provenance = excluded.provenance,
    reason = excluded.reason, source = excluded.source, api_version = excluded.api_version,
    collected_at = excluded.collected_at
WHERE t.collected_at <= excluded.collected_at AND (excluded.value IS NOT NULL OR t.value IS NULL)
    AND (t.at <= excluded.at OR t.value IS NULL)
