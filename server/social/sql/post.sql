-- One post of :account, with the moment of the account's first collection, the first day of which all of its series are kept
-- (null: all are), and the zone of these days.
SELECT
    p.post_id, p.kind, p.title, p.url, p.published_at, p.collected_at, p.gone_at, a.collected_since, a.series_since, a.days_zone
FROM social_posts AS p JOIN social_accounts AS a USING (project_id, account_id)
WHERE project_id = :project AND account_id = :account AND post_id = :post
