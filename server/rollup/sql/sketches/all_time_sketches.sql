-- The sketches of the quarter-hours of the scopes $1-$5, one row each.
SELECT scope.*, NULL::text[] AS viewers, known.sketch
FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::smallint[], $5::text[])
    AS scope (project_id, creator_id, bucket, traffic, definition), LATERAL (
    SELECT sketch
    FROM viewer_sketches AS stored
    WHERE stored.project_id = scope.project_id AND stored.creator_id = scope.creator_id AND stored.bucket > '-infinity'
        AND stored.traffic = scope.traffic AND stored.definition = scope.definition
    OFFSET 0
) AS known
