-- Counters of a content by quarter-hour.
INSERT INTO content_buckets AS t (project_id, content_id, bucket, {metrics: #}, {histogram: #})
SELECT project_id, content_id, bucket, {metrics: #}, {histogram: #}
FROM content_deltas
ORDER BY project_id, content_id, bucket
ON CONFLICT (project_id, content_id, bucket) DO UPDATE SET
    {metrics: # = t.# + excluded.#},
    {histogram: # = t.# + excluded.#}
