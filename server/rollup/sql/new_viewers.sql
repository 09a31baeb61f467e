-- The viewers of the slice by creator and quarter-hour.
SELECT project_id, creator_id, bucket, array_agg(viewer_id)
FROM slice
WHERE type = 'view_start' AND viewer_id IS NOT NULL
GROUP BY project_id, creator_id, bucket
