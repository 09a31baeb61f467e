-- Notes that an erasure began, and how many rows name the viewer.
UPDATE erasures SET started_at = :now::timestamptz, counts = :counts::text::jsonb
WHERE project_id = :project AND number = :number
