-- The deltas of each content by quarter-hour.
INSERT INTO content_deltas (project_id, content_id, bucket, {metrics: #}, {histogram: #})
SELECT project_id, content_id, bucket, {metrics: sum(#)}, {histogram: sum(#)}
FROM deltas
WHERE content_id IS NOT NULL
GROUP BY project_id, content_id, bucket
ORDER BY project_id, content_id, bucket
