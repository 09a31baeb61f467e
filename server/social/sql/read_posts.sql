-- Marks posts whose numbers were read, and the time at which posts of the account were.
WITH marked AS (
    UPDATE social_posts SET collected_at = :now
    WHERE project_id = :project AND account_id = :account AND post_id = ANY (:posts::text[])
    RETURNING post_id
)
INSERT INTO social_reads (project_id, account_id, at)
SELECT DISTINCT :project, :account, :now::timestamptz FROM marked
ON CONFLICT (project_id, account_id, at) DO NOTHING
