-- The number of raw events of a viewer.
SELECT count(*) FROM events WHERE project_id = :project AND {include: events_of_subject}
