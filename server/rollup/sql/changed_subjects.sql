-- Takes what others say has changed.
WITH taken AS (
    DELETE FROM changed_subjects RETURNING project_id, kind, id
)
INSERT INTO noticed (project_id, kind, id) SELECT DISTINCT project_id, kind, id FROM taken
