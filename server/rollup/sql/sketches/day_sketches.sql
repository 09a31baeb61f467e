-- Takes out the sketches of quarter-hours of :project in a range.
DELETE FROM viewer_sketches
WHERE project_id = :project AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
RETURNING creator_id, traffic, start, {definitions: #}
