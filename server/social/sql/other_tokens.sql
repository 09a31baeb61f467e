-- Tokens of any project that are not under the first key.
SELECT project_id, account_id, token
FROM social_tokens
WHERE key_mark <> :key_mark
ORDER BY project_id, account_id
LIMIT :limit
FOR UPDATE
