-- Claims up to :limit notes of changes other than events; returns how many.
WITH taken AS (
    DELETE FROM changed_subjects
    WHERE (project_id, note_id) IN (SELECT project_id, note_id FROM changed_subjects ORDER BY project_id, note_id LIMIT :limit)
    RETURNING project_id, kind, id
), noted AS (
    INSERT INTO pending_changes (project_id, kind, id) SELECT DISTINCT project_id, kind, id FROM taken
)
SELECT count(*) FROM taken
