-- The guests that are parts of the erasure :number, by their keys.
SELECT viewer_id FROM erasures
WHERE project_id = :project AND number > :number AND part_of = :number AND viewer_id IS NOT NULL
ORDER BY number
