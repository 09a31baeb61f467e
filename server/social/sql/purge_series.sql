-- Deletes some numbers from before a moment, but for the newest one of each series before it, and its newest with a value.
WITH gone AS (
    DELETE FROM social_values
    WHERE (project_id, account_id, post_id, metric, grain, at) IN (
        SELECT v.project_id, v.account_id, v.post_id, v.metric, v.grain, v.at
        FROM social_values AS v
        WHERE v.project_id = :project AND v.account_id = :account AND v.at < :before
            AND EXISTS (
                SELECT 1 FROM social_values AS later
                WHERE later.project_id = :project AND later.account_id = :account AND later.post_id = v.post_id
                    AND later.metric = v.metric AND later.grain = v.grain AND later.at > v.at AND later.at <= :before
                    AND (later.value IS NOT NULL OR v.value IS NULL)
            )
        LIMIT :limit
    )
    RETURNING at
)
SELECT count(*) FROM gone
