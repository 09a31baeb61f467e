-- Marks posts whose numbers were read, and notes the time if some of them had been read before: a first number says no gain.
WITH noted AS (
    INSERT INTO social_reads (project_id, account_id, at)
    SELECT DISTINCT project_id, account_id, :now::timestamptz
    FROM social_posts
    WHERE project_id = :project AND account_id = :account AND post_id = ANY (:posts::text[]) AND collected_at IS NOT NULL
    ON CONFLICT (project_id, account_id, at) DO NOTHING
)
UPDATE social_posts SET collected_at = :now
WHERE project_id = :project AND account_id = :account AND post_id = ANY (:posts::text[])
