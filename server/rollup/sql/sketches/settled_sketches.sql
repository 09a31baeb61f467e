-- Of some scopes, the number of quarter-hours whose sketch no transaction since :oldest has written, without :changing.
SELECT scope.*, found.settled
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[])
    AS scope (project_id, creator_id, bucket, traffic), LATERAL (
    SELECT count(*) AS settled
    FROM viewer_sketches AS stored
    WHERE stored.project_id = scope.project_id AND stored.creator_id = scope.creator_id AND stored.bucket > '-infinity'
        AND stored.traffic = scope.traffic
        AND age(stored.xmin) > age(:oldest::text::xid) AND stored.bucket <> ALL (:changing::timestamptz[])
) AS found
