-- Deletes rejected items that contain an id of a viewer, by regular expressions.
DELETE FROM rejected_events
WHERE project_id = :project
    AND (
        payload::text ~ ANY (:patterns::text[]) OR message ~ ANY (:patterns) OR event_id ~ ANY (:patterns)
        OR array_to_string(path, ' ') ~ ANY (:patterns)
    )
