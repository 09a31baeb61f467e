-- The posts that are linked to :content and were collected, the newest first.
SELECT
    account_id, network, handle, post_id, kind, title, url, published_at, post.collected_at, gone_at
FROM social_links
    JOIN social_posts AS post USING (project_id, account_id, post_id)
    JOIN social_accounts USING (project_id, account_id)
WHERE project_id = :project AND content_id = :content
ORDER BY published_at DESC, account_id, post_id
LIMIT :limit
