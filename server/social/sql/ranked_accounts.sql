-- The accounts of :workspace with their latest number of :metric, the largest first; those without one come last.
SELECT {include: social_account}, sort_value
FROM (
    SELECT a.*, coalesce(l.value, -1e300) AS sort_value
    FROM social_accounts AS a
    LEFT JOIN social_latest AS l
        ON l.project_id = a.project_id AND l.account_id = a.account_id AND l.post_id = '' AND l.metric = :metric
    WHERE a.project_id = :project AND a.workspace_id = :workspace
) AS ranked
WHERE :after_worth::double precision IS NULL OR sort_value {less} :after_worth
    OR (sort_value = :after_worth AND account_id {less} :after_id::text)
ORDER BY sort_value {desc}, account_id {desc}
LIMIT :limit
