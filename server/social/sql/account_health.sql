-- How many accounts of all projects there are in each state, and how many connected ones were not collected since :before; of each
-- kind, some that need something.
WITH own AS (
    SELECT
        CASE WHEN state = 'connected' AND coalesce(collected_at, since) < :before THEN 'late' ELSE state END AS health,
        project_id, account_id, CASE WHEN state = 'connected' THEN detail ELSE reason END AS reason
    FROM social_accounts
)
SELECT
    health,
    count(*) AS accounts,
    (array_agg(project_id || ' ' || account_id || coalesce(' (' || reason || ')', '') ORDER BY project_id, account_id))[1:5] AS some
FROM own
GROUP BY health
