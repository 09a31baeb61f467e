-- Deletes an account that was disconnected before in the same transaction, with all that was collected of it.
WITH answers AS (
    DELETE FROM social_answers WHERE project_id = :project AND account_id = :account
), latest AS (
    DELETE FROM social_latest WHERE project_id = :project AND account_id = :account
), collected AS (
    DELETE FROM social_values WHERE project_id = :project AND account_id = :account
), posts AS (
    DELETE FROM social_posts WHERE project_id = :project AND account_id = :account
), links AS (
    DELETE FROM social_links WHERE project_id = :project AND account_id = :account
    RETURNING project_id, content_id
), shown AS (
    INSERT INTO changed_subjects (project_id, kind, id) SELECT DISTINCT project_id, 'content', content_id FROM links
), days AS (
    DELETE FROM social_days WHERE project_id = :project AND account_id = :account
), reads AS (
    DELETE FROM social_reads WHERE project_id = :project AND account_id = :account
), collections AS (
    DELETE FROM social_collections WHERE project_id = :project AND account_id = :account
)
DELETE FROM social_accounts WHERE project_id = :project AND account_id = :account
