-- What lists show of contents by day, up to the existing raw events.
INSERT INTO pg_temp.content_days (project_id, content_id, day, traffic, {listed: #})
SELECT project_id, content_id, (bucket AT TIME ZONE 'UTC')::date, traffic, {listed: sum(#)}
FROM pg_temp.content_buckets JOIN rollup_state USING (project_id)
WHERE bucket < days_until::timestamp AT TIME ZONE 'UTC'
GROUP BY project_id, content_id, 3, traffic
