-- Notes that an erasure and its parts are finished, and forgets whom they were about.
UPDATE erasures SET
    finished_at = :now::timestamptz,
    viewer_id = NULL,
    alias_key = NULL,
    counts = CASE WHEN number = :number THEN :counts::text::jsonb ELSE counts END
WHERE project_id = :project AND number >= :number AND (number = :number OR part_of = :number)
