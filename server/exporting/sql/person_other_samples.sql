-- How many further rejected items contain an id of the viewer as a word, by regular expressions: :own are its own.
SELECT count(*)
FROM rejected_events
WHERE project_id = :project AND rejected_id <> ALL (:own::bigint[])
    AND (
        payload::text ~ ANY (:patterns::text[]) OR message ~ ANY (:patterns) OR event_id ~ ANY (:patterns)
        OR array_to_string(path, ' ') ~ ANY (:patterns)
    )
