-- Notes that an erasure began, and how many rows name the viewer; what an earlier try noted stays. Returns what it continues with.
UPDATE erasures SET
    started_at = coalesce(started_at, :now::timestamptz),
    counts = CASE WHEN started_at IS NULL THEN :counts::text::jsonb ELSE counts END,
    alias_key = coalesce(alias_key, :alias_key::bytea)
WHERE project_id = :project AND number = :number
RETURNING counts::text AS counts, alias_key
