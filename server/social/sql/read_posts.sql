-- Marks posts whose numbers were read.
UPDATE social_posts SET collected_at = :now
WHERE project_id = :project AND account_id = :account AND post_id = ANY (:posts::text[])
