-- Claims notes of changes other than events, at most :limit of each kind of notes; returns how many.
WITH taken AS (
    DELETE FROM changed_subjects
    WHERE (project_id, note_id) IN (SELECT project_id, note_id FROM changed_subjects ORDER BY project_id, note_id LIMIT :limit)
    RETURNING project_id, kind, id
), taken_social AS (
    DELETE FROM social_changes
    WHERE (project_id, note_id) IN (SELECT project_id, note_id FROM social_changes ORDER BY project_id, note_id LIMIT :limit)
    RETURNING project_id, kind, id
), noted AS (
    INSERT INTO pending_changes (project_id, kind, id)
    SELECT project_id, kind, id FROM taken
    UNION
    SELECT project_id, kind, id FROM taken_social
)
SELECT greatest((SELECT count(*) FROM taken), (SELECT count(*) FROM taken_social))
