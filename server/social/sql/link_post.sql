-- Says which content a post shows, or, with a null :content, that it shows none. The aggregator's next run notifies subscribers of
-- that content, and of the one that the post showed before.
WITH before AS MATERIALIZED (
    SELECT content_id FROM social_links WHERE project_id = :project AND account_id = :account AND post_id = :post
), linked AS (
    INSERT INTO social_links (project_id, account_id, post_id, content_id, linked_at)
    SELECT project_id, account_id, :post, :content::text, :now FROM social_accounts
    WHERE project_id = :project AND account_id = :account AND :content IS NOT NULL
    FOR SHARE
    ON CONFLICT (project_id, account_id, post_id) DO UPDATE SET
        content_id = excluded.content_id, linked_at = excluded.linked_at
), unlinked AS (
    DELETE FROM social_links
    WHERE project_id = :project AND account_id = :account AND post_id = :post AND :content IS NULL
)
INSERT INTO changed_subjects (project_id, kind, id)
SELECT :project, 'content', content_id
FROM (SELECT content_id FROM before UNION SELECT :content WHERE :content IS NOT NULL) AS shown (content_id)
