-- Moves viewers who are watching to the current class of the viewer and the content.
UPDATE watchers AS t SET traffic = moves.traffic
FROM moves
WHERE t.project_id = moves.project_id AND t.content_id = moves.content_id AND t.viewer_id = moves.viewer_id
