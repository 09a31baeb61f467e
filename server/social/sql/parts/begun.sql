-- The collections of the accounts in `changed` begin.
begun AS (
    INSERT INTO social_collections (project_id, account_id, started_at, collection, calls, posts)
    SELECT project_id, account_id, started_at, :collection, 0, 0 FROM changed
)
