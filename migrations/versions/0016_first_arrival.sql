-- When the first event of a content arrived, whomever it names: only a creator whom that one names keeps others from declaring
-- the content.
ALTER TABLE content_states ADD arrived_at timestamptz;

UPDATE content_states
SET arrived_at = first.arrived_at
FROM (
    SELECT project_id, content_id, min(received_at) AS arrived_at
    FROM events
    WHERE content_id IS NOT NULL
    GROUP BY project_id, content_id
) AS first
WHERE content_states.project_id = first.project_id AND content_states.content_id = first.content_id;
