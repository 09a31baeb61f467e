-- Deletes the sketches of some scopes; a bucket of null stands for all time.
WITH scope AS MATERIALIZED (
    SELECT *
    FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[])
        AS scope (project_id, creator_id, bucket, traffic)
), known AS MATERIALIZED (
    SELECT known.place
    FROM scope, LATERAL (
        SELECT ctid AS place FROM viewer_sketches AS stored
        WHERE stored.project_id = scope.project_id AND stored.creator_id = scope.creator_id
            AND stored.bucket = coalesce(scope.bucket, '-infinity') AND stored.traffic = scope.traffic
        LIMIT 1
    ) AS known
)
DELETE FROM viewer_sketches WHERE ctid = ANY (ARRAY(SELECT place FROM known))
