-- Stores numbers of days. Networks change those of the last days: the newest one counts. A day that a network no longer shows,
-- because it refuses a metric now or a permission is gone, keeps its number.
INSERT INTO social_values AS t
    (project_id, account_id, post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at)
SELECT :project, :account, post_id, metric, 'day', at, value, provenance, reason, source, :api_version, :now
FROM {include: sent_values}
ORDER BY post_id, metric, at
ON CONFLICT (project_id, account_id, post_id, metric, grain, at) DO UPDATE SET
    value = excluded.value, provenance = excluded.provenance, reason = excluded.reason, source = excluded.source,
    api_version = excluded.api_version, collected_at = excluded.collected_at
WHERE t.collected_at <= excluded.collected_at AND (excluded.value IS NOT NULL OR t.value IS NULL)
