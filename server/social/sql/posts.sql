-- The posts of :account, the newest first, after the post :after_id of :after_time.
SELECT post_id, kind, title, url, published_at, collected_at, gone_at
FROM social_posts
WHERE project_id = :project AND account_id = :account
    AND published_at {less}= coalesce(:after_time::timestamptz, '{infinity}')
    AND (published_at {less} coalesce(:after_time::timestamptz, '{infinity}') OR post_id {less} :after_id::text)
ORDER BY published_at {desc}, post_id {desc}
LIMIT :limit
