-- Says how far a collection is, and that numbers of its account changed: the aggregator's next run notifies subscribers.
WITH progress AS (
    UPDATE social_collections SET calls = :calls, posts = :posts, posts_due = :posts_due
    WHERE project_id = :project AND account_id = :account AND started_at = :started_at
), stamped AS (
    UPDATE social_accounts SET stamp = gen_random_uuid() WHERE project_id = :project AND account_id = :account
)
INSERT INTO social_changes (project_id, kind, id)
VALUES (:project, 'social_account', :account), (:project, 'social_workspace', :workspace)
