-- The latest numbers of some posts; the empty id is the account itself.
SELECT post_id, metric, grain, at, value, provenance, reason, source, api_version, collected_at
FROM social_latest
WHERE project_id = :project AND account_id = :account AND post_id = ANY (:posts::text[])
