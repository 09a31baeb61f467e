-- Fingerprints and sessions of stored events: of each of :projects with each of :ids.
SELECT input.project_id, input.id::text AS id, earlier.body_hash, earlier.session_id
FROM unnest(:projects::integer[], :ids::uuid[]) AS input (project_id, id)
CROSS JOIN LATERAL (
    SELECT events.body_hash, events.session_id
    FROM events
    WHERE events.project_id = input.project_id AND events.id = input.id
    LIMIT 1
) AS earlier
