-- The posts of an account.
SELECT post_id FROM social_posts WHERE project_id = :project AND account_id = :account ORDER BY post_id
