-- The latest numbers of posts, each one of :posts of the account in the same place of :accounts; the empty id is the account itself.
SELECT account_id, post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at
FROM social_latest JOIN unnest(:accounts::text[], :posts::text[]) AS asked (account_id, post_id) USING (account_id, post_id)
WHERE project_id = :project
