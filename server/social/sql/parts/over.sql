-- What is under way of the accounts in `changed` is over.
abandoned AS (
    UPDATE social_collections AS t SET ended_at = now(), outcome = 'abandoned'
    FROM changed
    WHERE t.project_id = changed.project_id AND t.account_id = changed.account_id AND t.ended_at IS NULL
)
