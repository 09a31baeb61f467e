-- The sketches of every quarter-hour of the scopes $1-$5.
SELECT scope.*, NULL::text[] AS viewers, sketches
FROM unnest($1::integer[], $2::text[], $3::timestamptz[], $4::smallint[], $5::text[])
    AS scope (project_id, creator_id, bucket, traffic, definition), LATERAL (
    SELECT array_agg(sketch) AS sketches
    FROM viewer_sketches AS known
    WHERE known.project_id = scope.project_id AND known.creator_id = scope.creator_id AND known.bucket > '-infinity'
        AND known.traffic = scope.traffic AND known.definition = scope.definition
) AS quarter_hours
WHERE sketches IS NOT NULL
