-- Viewers who watch the content $3 now, of the classes of traffic $2. Who has given no sign for longer than the window is
-- not in the table any more.
SELECT count(*)
FROM watchers
WHERE project_id = $1 AND is_watching AND traffic = ANY ($2::smallint[]) AND content_id = $3
