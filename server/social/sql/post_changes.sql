-- The changes of numbers of a post that decide what these were at :moments: from each moment to the next one the last change, and
-- the last one to a known number; and the first known number of all.
SELECT DISTINCT ON (metric, number, is_known, is_first) metric, at, value, provenance, reason, collected_at
FROM (
    SELECT
        metric, at, value, provenance, reason, collected_at, value IS NOT NULL AS is_known,
        at = min(at) FILTER (WHERE value IS NOT NULL) OVER (PARTITION BY metric) AS is_first,
        width_bucket(at, :moments::timestamptz[]) AS number
    FROM social_values
    WHERE project_id = :project AND account_id = :account AND post_id = :post AND metric = ANY (:metrics::text[])
        AND grain = 'moment' AND at < :until
) AS changes
ORDER BY metric, number, is_known, is_first, at DESC
