-- Ids of raw events of a viewer, at most :limit: those of guests first, since the others tell whose sessions these are.
SELECT id FROM events
WHERE project_id = :project AND {include: events_of_subject}
ORDER BY user_id IS NOT NULL, occurred_at DESC, id
LIMIT :limit
