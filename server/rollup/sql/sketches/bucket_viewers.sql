-- Viewers with a view in some scopes: quarter-hours of creators.
SELECT scope.*, array_agg(DISTINCT seen.viewer_id) AS viewers, NULL::bytea AS sketch
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[], :definitions::text[])
    AS scope (project_id, creator_id, bucket, traffic, definition), LATERAL (
    SELECT viewer_id, traffic, views, {definitions: #_views}
    FROM content_viewer_buckets AS known
    WHERE known.project_id = scope.project_id AND known.creator_id = scope.creator_id AND known.bucket = scope.bucket
    OFFSET 0
) AS seen
WHERE seen.traffic = scope.traffic
    AND (ARRAY[views, {definitions: #_views}])[array_position(ARRAY['start', {definitions: '#'}], scope.definition)] > 0
GROUP BY scope.project_id, scope.creator_id, scope.bucket, scope.traffic, scope.definition
