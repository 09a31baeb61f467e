-- The posts of :account with the latest number of :metric, the largest first; those without one come last.
SELECT post_id, kind, title, url, published_at, collected_at, gone_at, sort_value
FROM (
    SELECT p.post_id, p.kind, p.title, p.url, p.published_at, p.collected_at, p.gone_at, coalesce(l.value, -1e300) AS sort_value
    FROM social_posts AS p
    LEFT JOIN social_latest AS l
        ON l.project_id = p.project_id AND l.account_id = p.account_id AND l.post_id = p.post_id AND l.metric = :metric
    WHERE p.project_id = :project AND p.account_id = :account
) AS ranked
WHERE :after_worth::double precision IS NULL OR sort_value {less} :after_worth
    OR (sort_value = :after_worth AND post_id {less} :after_id::text)
ORDER BY sort_value {desc}, post_id {desc}
LIMIT :limit
