-- Those of :sessions that have an event that is counted.
SELECT DISTINCT session_id FROM sessions WHERE project_id = :project AND session_id = ANY (:sessions::text[])
