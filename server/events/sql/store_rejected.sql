-- Stores rejected items; each parameter is a column. The steps of a path are joined by U+001F.
INSERT INTO rejected_events (project_id, received_at, code, message, path, event_id, payload)
SELECT project_id, received_at, code, message, string_to_array(path, E'\x1F'), event_id, payload::jsonb
FROM unnest(
    :projects::integer[], :times::timestamptz[], :codes::text[], :messages::text[], :paths::text[], :event_ids::text[],
    :payloads::text[]
) AS input (project_id, received_at, code, message, path, event_id, payload)
