-- Deletes numbers of some posts from before a moment, but for the newest one of each series before it, and its newest with a value.
DELETE FROM social_values
WHERE project_id = :project AND account_id = :account AND post_id = ANY (:posts::text[])
    AND (post_id, metric, grain, at) IN (
        SELECT post_id, metric, grain, at
        FROM (
            SELECT
                post_id, metric, grain, at, value, row_number() OVER newest AS place, count(value) OVER newest AS values
            FROM social_values
            WHERE project_id = :project AND account_id = :account AND post_id = ANY (:posts::text[]) AND at < :before
            WINDOW newest AS (PARTITION BY post_id, metric, grain ORDER BY at DESC)
        ) AS old
        WHERE place > 1 AND (value IS NULL OR values > 1)
    )
