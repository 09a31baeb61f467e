-- Viewers watching a content now. Viewers without an event for longer than the window are no longer in the table.
SELECT count(*)
FROM watchers
WHERE project_id = :project AND is_watching AND traffic = ANY (:classes::smallint[]) AND content_id = :content
