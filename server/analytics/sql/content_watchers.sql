-- Viewers watching the content $3 now, for the classes of traffic $2. Viewers without an event for longer than the window are
-- no longer in the table.
SELECT count(*)
FROM watchers
WHERE project_id = $1 AND is_watching AND traffic = ANY ($2::smallint[]) AND content_id = $3
