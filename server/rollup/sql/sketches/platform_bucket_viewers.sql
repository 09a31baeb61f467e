-- Viewers with a view in some scopes: quarter-hours of the platform. The sketches of its creators, one row each, and the
-- viewers of events without a creator.
SELECT
    scope.*,
    start_viewers, {definitions: #_viewers},
    start, {definitions: #}
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[])
    AS scope (project_id, creator_id, bucket, traffic), LATERAL (
    SELECT
        array_agg(DISTINCT viewer_id) FILTER (WHERE views > 0) AS start_viewers,
        {definitions: array_agg(DISTINCT viewer_id) FILTER (WHERE #_views > 0) AS #_viewers},
        NULL::bytea AS start, {definitions: NULL::bytea AS #}
    FROM content_viewer_buckets AS known
    WHERE known.project_id = scope.project_id AND known.creator_id = '' AND known.bucket = scope.bucket
        AND known.traffic = scope.traffic AND greatest(views, {definitions: #_views}) > 0
    HAVING count(*) > 0
    UNION ALL
    SELECT NULL, {definitions: NULL}, start, {definitions: #}
    FROM viewer_sketches AS known
    WHERE known.project_id = scope.project_id AND known.bucket = scope.bucket AND known.traffic = scope.traffic
        AND known.creator_id <> '' AND known.bucket > '-infinity'
) AS found
