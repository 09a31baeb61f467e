-- The deltas of each content by quarter-hour.
INSERT INTO content_deltas (project_id, content_id, bucket, traffic, {metrics: #}, {histogram: #})
SELECT project_id, content_id, bucket, traffic, {metrics: coalesce(sum(#), 0)}, {histogram: coalesce(sum(#), 0)}
FROM deltas
WHERE content_id IS NOT NULL
GROUP BY project_id, content_id, bucket, traffic
ORDER BY project_id, content_id, bucket, traffic
