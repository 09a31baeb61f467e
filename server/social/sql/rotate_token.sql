-- The same token under another key.
UPDATE social_tokens SET token = :token, key_mark = :key_mark WHERE project_id = :project AND account_id = :account
