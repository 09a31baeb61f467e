-- Notes that an erasure is finished, and forgets whom it was about.
UPDATE erasures SET finished_at = :now::timestamptz, viewer_id = NULL, counts = :counts::text::jsonb
WHERE project_id = :project AND number = :number
