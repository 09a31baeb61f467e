-- Since when posts of `owners`, which are :accounts, have a metric. Days do not say it: they may be kept for a shorter time than series.
known AS MATERIALIZED (
    SELECT account_id, gained.metric, min((
        SELECT min(at) FROM social_values AS v
        WHERE project_id = :project AND v.account_id = owners.account_id AND v.post_id = social_posts.post_id
            AND v.metric = gained.metric AND grain = 'moment' AND value IS NOT NULL
    )) AS at
    FROM owners JOIN social_posts USING (account_id) CROSS JOIN unnest(:gained::text[]) AS gained (metric)
    WHERE project_id = :project AND social_posts.account_id = ANY (:accounts::text[])
    GROUP BY account_id, gained.metric
)
