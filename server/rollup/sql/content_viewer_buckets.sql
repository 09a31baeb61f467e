-- Who viewed in which quarter-hour.
INSERT INTO content_viewer_buckets AS t (project_id, content_id, bucket, viewer_id, views, rewatch_views)
SELECT project_id, content_id, bucket, viewer_id, count(*), count(*) FILTER (WHERE is_rewatch)
FROM slice
WHERE type = 'view_start' AND content_id IS NOT NULL AND viewer_id IS NOT NULL
GROUP BY project_id, content_id, bucket, viewer_id
ORDER BY project_id, content_id, bucket, viewer_id
ON CONFLICT (project_id, content_id, bucket, viewer_id) DO UPDATE SET
    views = t.views + excluded.views,
    rewatch_views = t.rewatch_views + excluded.rewatch_views
