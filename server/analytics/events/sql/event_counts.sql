-- Events of each of :types (null: all), custom ones of :names (null: all), in the parts of a range that begin at :starts (ascending), numbered from 1, and (null) in
-- the whole range; only types that occurred.
SELECT width_bucket(bucket, :starts::timestamptz[]) AS point, type, name, sum(events)::bigint AS events
FROM event_counts
WHERE project_id = :project AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
    AND traffic = ANY (:classes::smallint[]) AND (:types::text[] IS NULL OR type = ANY (:types))
    AND (:names::text[] IS NULL OR name = ANY (:names))
GROUP BY GROUPING SETS ((width_bucket(bucket, :starts::timestamptz[]), type, name), (type, name))
HAVING sum(events) > 0
