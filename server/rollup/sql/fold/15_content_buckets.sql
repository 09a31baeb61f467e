-- Counters of a content by quarter-hour.
INSERT INTO content_buckets AS t (project_id, content_id, bucket, traffic, {metrics: #}, {histogram: #})
SELECT project_id, content_id, bucket, traffic, {metrics: #}, {histogram: #}
FROM content_deltas
ORDER BY project_id, content_id, bucket, traffic
ON CONFLICT (project_id, content_id, bucket, traffic) DO UPDATE SET
    {metrics: # = t.# + excluded.#},
    {histogram: # = t.# + excluded.#}
