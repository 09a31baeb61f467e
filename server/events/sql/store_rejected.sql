-- Stores rejected items; each parameter is a column. The steps of a path are joined by U+001F.
--
-- An item that was checked against another number of tombstones than its project has (:erasures) is not stored: its viewer may be
-- erased since.
INSERT INTO rejected_events (project_id, received_at, code, message, path, event_id, payload)
SELECT project_id, received_at, code, message, string_to_array(path, E'\x1F'), event_id, payload::jsonb
FROM unnest(
    :projects::integer[], :erasures::bigint[], :times::timestamptz[], :codes::text[], :messages::text[], :paths::text[],
    :event_ids::text[], :payloads::text[]
) AS input (project_id, erasures, received_at, code, message, path, event_id, payload)
WHERE NOT EXISTS (
    SELECT 1 FROM rollup_state
    WHERE rollup_state.project_id = input.project_id AND rollup_state.erasures <> input.erasures
)
