-- A viewer who is watching does so in the class that it and the content are of now.
UPDATE watchers AS t SET traffic = reclassified_pairs.traffic
FROM reclassified_pairs
WHERE t.project_id = reclassified_pairs.project_id AND t.content_id = reclassified_pairs.content_id AND t.viewer_id = reclassified_pairs.viewer_id
