-- Viewers with a view in some scopes, by definition: quarter-hours of creators.
SELECT
    scope.*,
    array_agg(DISTINCT viewer_id) FILTER (WHERE views > 0) AS start_viewers,
    {definitions: array_agg(DISTINCT viewer_id) FILTER (WHERE #_views > 0) AS #_viewers},
    NULL::bytea AS start, {definitions: NULL::bytea AS #}
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[])
    AS scope (project_id, creator_id, bucket, traffic), LATERAL (
    SELECT viewer_id, traffic, views, {definitions: #_views}
    FROM content_viewer_buckets AS known
    WHERE known.project_id = scope.project_id AND known.creator_id = scope.creator_id AND known.bucket = scope.bucket
    OFFSET 0
) AS seen
WHERE seen.traffic = scope.traffic AND greatest(views, {definitions: #_views}) > 0
GROUP BY scope.project_id, scope.creator_id, scope.bucket, scope.traffic
