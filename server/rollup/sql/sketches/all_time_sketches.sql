-- The sketches of the quarter-hours of some scopes, one row each.
SELECT scope.*, NULL::text[] AS viewers, known.sketch
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[], :definitions::text[])
    AS scope (project_id, creator_id, bucket, traffic, definition), LATERAL (
    SELECT sketch
    FROM viewer_sketches AS stored
    WHERE stored.project_id = scope.project_id AND stored.creator_id = scope.creator_id AND stored.bucket > '-infinity'
        AND stored.traffic = scope.traffic AND stored.definition = scope.definition
    OFFSET 0
) AS known
