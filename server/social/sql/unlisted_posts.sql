-- The newest posts of some kinds that an account still has as far as we know, although a list without any of them says otherwise.
SELECT post_id
FROM social_posts
WHERE project_id = :project AND account_id = :account AND gone_at IS NULL AND kind = ANY (:kinds::text[])
    AND published_at >= :since
ORDER BY published_at DESC, post_id DESC
LIMIT :limit
