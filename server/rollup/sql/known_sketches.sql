-- The sketches of the scopes $1-$3, where there are any; a bucket of null stands for all time.
SELECT scope.project_id, scope.creator_id, scope.bucket, known.sketch
FROM unnest($1::integer[], $2::text[], $3::timestamptz[]) AS scope (project_id, creator_id, bucket), LATERAL (
    SELECT sketch FROM viewer_sketches AS stored
    WHERE stored.project_id = scope.project_id AND stored.creator_id = scope.creator_id
        AND stored.bucket = coalesce(scope.bucket, '-infinity')
    LIMIT 1
) AS known
