-- The sketches of the quarter-hours of some scopes, one row each: if :settled, those that no transaction since :oldest has written
-- and that are not of :changing; if not, the others.
SELECT
    scope.*,
    NULL::text[] AS start_viewers, {definitions: NULL::text[] AS #_viewers},
    known.start, {definitions: known.#}
FROM unnest(:projects::integer[], :creators::text[], :buckets::timestamptz[], :classes::smallint[])
    AS scope (project_id, creator_id, bucket, traffic), LATERAL (
    SELECT start, {definitions: #}
    FROM viewer_sketches AS stored
    WHERE stored.project_id = scope.project_id AND stored.creator_id = scope.creator_id AND stored.bucket > '-infinity'
        AND stored.traffic = scope.traffic
        AND (age(stored.xmin) > age(:oldest::text::xid) AND stored.bucket <> ALL (:changing::timestamptz[])) = :settled::boolean
    OFFSET 0
) AS known
