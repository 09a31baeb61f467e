-- Every change of a content's plays gives its row another mark. Whoever worked the curve out takes the row off only if it
-- bears the mark that it had before: else plays came which the curve does not show.
ALTER TABLE stale_curves ADD COLUMN mark uuid NOT NULL DEFAULT gen_random_uuid();

-- A row could be taken off too early before, and its curve lack plays for good: all are worked out once more, within an hour.
INSERT INTO stale_curves (project_id, content_id, due_at)
SELECT project_id, content_id, now() + random() * interval '1 hour'
FROM content_totals
WHERE traffic = 0 AND plays > 0
ON CONFLICT (project_id, content_id) DO NOTHING;
