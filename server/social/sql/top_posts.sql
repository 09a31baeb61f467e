-- Posts of :accounts that were published in a range, with the largest latest numbers of :metric; those without one are left out.
SELECT p.account_id, p.post_id, p.kind, p.title, p.url, p.published_at, p.collected_at, p.gone_at
FROM social_posts AS p
JOIN social_latest AS l
    ON l.project_id = p.project_id AND l.account_id = p.account_id AND l.post_id = p.post_id AND l.metric = :metric
WHERE p.project_id = :project AND p.account_id = ANY (:accounts::text[])
    AND p.published_at >= :since AND p.published_at < :until AND l.value IS NOT NULL
ORDER BY l.value DESC, p.published_at DESC, p.account_id, p.post_id
LIMIT :limit
