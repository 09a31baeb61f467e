-- Stores the token of an account.
INSERT INTO social_tokens (project_id, account_id, token, key_mark, expires_at, renewed_at)
VALUES (:project, :account, :token, :key_mark, :expires_at, :now)
ON CONFLICT (project_id, account_id) DO UPDATE SET
    token = excluded.token, key_mark = excluded.key_mark, expires_at = excluded.expires_at, renewed_at = excluded.renewed_at
