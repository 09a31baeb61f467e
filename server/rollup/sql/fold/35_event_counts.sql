-- Events of each type by quarter-hour and class.
INSERT INTO event_counts AS t (project_id, bucket, type, traffic, events)
SELECT project_id, bucket, type, traffic, sum(sign)::bigint
FROM counted
GROUP BY project_id, bucket, type, traffic
HAVING sum(sign) <> 0
ORDER BY project_id, bucket, type, traffic
ON CONFLICT (project_id, bucket, type, traffic) DO UPDATE SET events = t.events + excluded.events
