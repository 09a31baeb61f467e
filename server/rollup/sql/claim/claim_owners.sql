-- Claims up to :limit notes of contents whose owner may have changed. What the catalogue says now is read by a later
-- statement, because this one may have waited for its commit.
WITH claimed AS (
    DELETE FROM owner_changes
    WHERE (project_id, note_id) IN (SELECT project_id, note_id FROM owner_changes ORDER BY project_id, note_id LIMIT :limit)
    RETURNING project_id, content_id
)
INSERT INTO claimed_owners (project_id, content_id) SELECT DISTINCT project_id, content_id FROM claimed
