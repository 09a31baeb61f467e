-- What lists show of contents in a range, by one definition of a view: whole days from :first_day to :end_day, and
-- quarter-hours before :head_end and from :tail_start on.
SELECT content_id, {listed: @ AS #}
FROM content_days
WHERE project_id = :project AND day >= :first_day::date AND day < :end_day::date AND traffic = ANY (:classes::smallint[])
UNION ALL
SELECT content_id, {listed: @ AS #}
FROM content_buckets
WHERE project_id = :project AND bucket >= :start::timestamptz AND bucket < :head_end::timestamptz AND traffic = ANY (:classes)
UNION ALL
SELECT content_id, {listed: @ AS #}
FROM content_buckets
WHERE project_id = :project AND bucket >= :tail_start::timestamptz AND bucket < :end::timestamptz AND traffic = ANY (:classes)
