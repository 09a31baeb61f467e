-- What decides which days of an account are written, until the end of the transaction by nobody else.
SELECT a.network, a.collected_since, a.series_since, a.folded_on, a.days_zone, w.timezone
FROM social_accounts AS a
JOIN social_workspaces AS w ON w.project_id = a.project_id AND w.workspace_id = a.workspace_id
WHERE a.project_id = :project AND a.account_id = :account
FOR NO KEY UPDATE OF a
