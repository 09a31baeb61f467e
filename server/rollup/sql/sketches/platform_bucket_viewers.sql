-- Viewers with a view in some scopes: quarter-hours of the platform. The sketches of its creators, one row each, and the
-- viewers of events without a creator.
SELECT scope.*, found.viewers, found.sketch
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[], :definitions::text[])
    AS scope (project_id, creator_id, bucket, traffic, definition), LATERAL (
    SELECT array_agg(DISTINCT viewer_id) AS viewers, NULL::bytea AS sketch
    FROM content_viewer_buckets AS known
    WHERE known.project_id = scope.project_id AND known.creator_id = '' AND known.bucket = scope.bucket
        AND known.traffic = scope.traffic
        AND (ARRAY[views, {definitions: #_views}])[array_position(ARRAY['start', {definitions: '#'}], scope.definition)] > 0
    HAVING count(*) > 0
    UNION ALL
    SELECT NULL, sketch
    FROM viewer_sketches AS known
    WHERE known.project_id = scope.project_id AND known.bucket = scope.bucket AND known.traffic = scope.traffic
        AND known.definition = scope.definition AND known.creator_id <> '' AND known.bucket > '-infinity'
) AS found
