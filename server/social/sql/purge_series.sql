-- Deletes when posts were read before a moment, and numbers of some posts that are older than the newest one with a value from before a moment, or the newest one at all.
WITH reads AS (
    DELETE FROM social_reads WHERE project_id = :project AND account_id = :account AND at < :before
)
DELETE FROM social_values AS t
WHERE project_id = :project AND account_id = :account AND post_id = ANY (:posts::text[]) AND at < :before
    AND at < coalesce(
        (
            SELECT max(v.at) FROM social_values AS v
            WHERE v.project_id = :project AND v.account_id = :account AND v.post_id = t.post_id AND v.metric = t.metric
                AND v.grain = t.grain AND v.at < :before AND v.value IS NOT NULL
        ),
        (
            SELECT max(v.at) FROM social_values AS v
            WHERE v.project_id = :project AND v.account_id = :account AND v.post_id = t.post_id AND v.metric = t.metric
                AND v.grain = t.grain AND v.at < :before
        )
    )
