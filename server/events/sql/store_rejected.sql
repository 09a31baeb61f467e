-- Stores rejected items. Parameters: an array for each column; steps of a path are joined by U+001F.
INSERT INTO rejected_events (project_id, received_at, code, message, path, event_id, payload)
SELECT project_id, received_at, code, message, string_to_array(path, E'\x1F'), event_id, payload::jsonb
FROM unnest($1::integer[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    AS input (project_id, received_at, code, message, path, event_id, payload)
