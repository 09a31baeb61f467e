-- Claims up to :limit viewers whose declared profile changed. Later statements read the declaration, because this statement may
-- have waited for its commit.
WITH claimed AS (
    DELETE FROM changed_profiles
    WHERE (project_id, viewer_id) IN (
        SELECT project_id, viewer_id FROM changed_profiles ORDER BY project_id, viewer_id LIMIT :limit
    )
    RETURNING project_id, viewer_id
)
INSERT INTO claimed_profiles (project_id, viewer_id) SELECT project_id, viewer_id FROM claimed
