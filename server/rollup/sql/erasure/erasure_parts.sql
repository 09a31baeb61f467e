-- Puts tombstones on guests, as parts of the erasure :number, with the numbers after :last. A guest that has one keeps it.
INSERT INTO erasures (
    project_id, number, erasure_id, subject_hash, secret_mark, viewer_id, requested_at, deadline, started_at, part_of)
SELECT
    whole.project_id, :last::bigint + row_number() OVER (ORDER BY guest.subject_hash), guest.erasure_id, guest.subject_hash,
    whole.secret_mark, guest.viewer_id, whole.requested_at, whole.deadline, :now::timestamptz, whole.number
FROM erasures AS whole
    CROSS JOIN unnest(:guest_erasures::uuid[], :hashes::bytea[], :viewers::text[]) AS guest (erasure_id, subject_hash, viewer_id)
WHERE whole.project_id = :project AND whole.number = :number
    AND NOT EXISTS (
        SELECT 1 FROM erasures AS known
        WHERE known.project_id = :project AND known.subject_hash = guest.subject_hash
    )
