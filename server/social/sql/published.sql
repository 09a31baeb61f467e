-- How many posts of each kind :accounts published in each of some periods in a row.
SELECT width_bucket(published_at, :starts::timestamptz[]) - 1 AS period, kind, count(*) AS posts
FROM social_posts
WHERE project_id = :project AND account_id = ANY (:accounts::text[])
    AND published_at >= :since AND published_at < :until
GROUP BY 1, 2
