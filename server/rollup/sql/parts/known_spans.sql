-- The stored spans of scopes (project_id, creator_id, session_id).
old AS MATERIALIZED (
    SELECT before.*
    FROM scopes AS changed, LATERAL (
        SELECT project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at
        FROM session_spans AS known
        WHERE known.project_id = changed.project_id AND known.creator_id = changed.creator_id
            AND known.session_id = changed.session_id
        OFFSET 0
    ) AS before
)
