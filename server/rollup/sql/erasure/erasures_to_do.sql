-- Erasures that are not finished, the oldest first; without their parts, and those of projects that are moving to another cell, or
-- have moved.
SELECT project_id, number, erasure_id, subject_hash, secret_mark, viewer_id, requested_at, started_at
FROM erasures JOIN rollup_state USING (project_id)
WHERE finished_at IS NULL AND part_of IS NULL AND accepts_since < 'infinity'
ORDER BY requested_at, project_id, number
