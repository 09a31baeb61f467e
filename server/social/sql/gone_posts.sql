-- Marks posts that the network no longer has: named ones, and those of some kinds that a whole list does not have. What is
-- known of them stays.
UPDATE social_posts SET gone_at = :now
WHERE project_id = :project AND account_id = :account AND gone_at IS NULL
    AND (
        post_id = ANY (:posts::text[])
        OR (published_at >= :since AND kind = ANY (:whole::text[]) AND post_id <> ALL (:listed::text[]))
    )
