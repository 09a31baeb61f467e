-- Fingerprints and sessions of stored events. Parameters: projects and ids, in pairs.
SELECT input.project_id, input.id::text AS id, earlier.body_hash, earlier.session_id
FROM unnest($1::integer[], $2::uuid[]) AS input (project_id, id)
CROSS JOIN LATERAL (
    SELECT events.body_hash, events.session_id
    FROM events
    WHERE events.project_id = input.project_id AND events.id = input.id
    LIMIT 1
) AS earlier
