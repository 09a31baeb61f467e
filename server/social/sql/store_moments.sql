-- Stores numbers of this moment. One that is as it was last time continues its row, which then was collected later; any other
-- begins a row. A collection that was overtaken by another one changes nothing.
WITH newest AS (
    INSERT INTO social_latest AS t
        (project_id, account_id, post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at)
    SELECT :project, :account, post_id, metric, 'moment', at, value, provenance, reason, source, :api_version, :now
    FROM {include: sent_values}
    ORDER BY post_id, metric
    ON CONFLICT (project_id, account_id, post_id, metric) DO UPDATE SET
        at = CASE
            WHEN (t.grain, t.value, t.provenance, t.reason, t.source, t.api_version)
                IS NOT DISTINCT FROM
                (excluded.grain, excluded.value, excluded.provenance, excluded.reason, excluded.source, excluded.api_version)
            THEN t.at ELSE excluded.at
        END,
        grain = excluded.grain, value = excluded.value, provenance = excluded.provenance, reason = excluded.reason,
        source = excluded.source, api_version = excluded.api_version, collected_at = excluded.collected_at
    WHERE t.collected_at <= excluded.collected_at
    RETURNING project_id, account_id, post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at
)
INSERT INTO social_values AS t
    (project_id, account_id, post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at)
SELECT project_id, account_id, post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at
FROM newest
ON CONFLICT (project_id, account_id, post_id, metric, grain, at) DO UPDATE SET collected_at = excluded.collected_at
