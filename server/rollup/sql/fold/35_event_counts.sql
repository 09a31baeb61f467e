-- Events of each type, custom ones of each name, by quarter-hour and class.
INSERT INTO event_counts AS t (project_id, bucket, type, name, traffic, events)
SELECT project_id, bucket, type, coalesce(name, '') AS name, traffic, sum(sign)::bigint
FROM counted
GROUP BY project_id, bucket, type, coalesce(name, ''), traffic
HAVING sum(sign) <> 0
ORDER BY project_id, bucket, type, name, traffic
ON CONFLICT (project_id, bucket, type, name, traffic) DO UPDATE SET events = t.events + excluded.events
