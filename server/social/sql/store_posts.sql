-- Adds the posts of a list, or renews what is known of them. Returns all of them with the time when their numbers were read last.
INSERT INTO social_posts AS t (project_id, account_id, post_id, kind, form, title, url, published_at, found_at)
SELECT :project, :account, post_id, kind, form, title, url, published_at, :now
FROM unnest(
    :posts::text[], :kinds::text[], :forms::text[], :titles::text[], :urls::text[], :published::timestamptz[]
) AS found (post_id, kind, form, title, url, published_at)
ORDER BY post_id
ON CONFLICT (project_id, account_id, post_id) DO UPDATE SET
    kind = excluded.kind, form = excluded.form, title = excluded.title, url = excluded.url,
    published_at = excluded.published_at, gone_at = NULL
RETURNING post_id, collected_at
