-- The viewers and contents of the reclassified events.
INSERT INTO moves (project_id, viewer_id, content_id, was, traffic)
SELECT
    project_id, viewer_id, content_id, max(traffic) FILTER (WHERE sign = -1), max(traffic) FILTER (WHERE sign = 1)
FROM moved
WHERE content_id IS NOT NULL
GROUP BY project_id, viewer_id, content_id
