-- The latest numbers of all posts of :accounts that were published in a range, together.
SELECT
    l.metric, count(l.value) AS posts, sum(l.value) AS total, avg(l.value) AS average, min(l.value) AS least, max(l.value) AS most,
    max(l.reason) FILTER (WHERE l.provenance = 'estimated') AS estimated,
    max(l.reason) FILTER (WHERE l.provenance = 'unavailable') AS missing
FROM social_posts AS p
JOIN social_latest AS l ON l.project_id = p.project_id AND l.account_id = p.account_id AND l.post_id = p.post_id
WHERE p.project_id = :project AND p.account_id = ANY (:accounts::text[])
    AND p.published_at >= :since AND p.published_at < :until
GROUP BY l.metric
