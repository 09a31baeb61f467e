-- Spans of sessions by class of traffic, on the platform (creator '') and within each creator's contents; span_changes tells
-- what moved.
WITH by_creator AS MATERIALIZED (
    SELECT
        project_id, creator_id, session_id, traffic, min(occurred_at) AS first_event_at, max(occurred_at) AS last_event_at
    FROM slice
    WHERE session_id IS NOT NULL
    GROUP BY project_id, creator_id, session_id, traffic
), incoming AS MATERIALIZED (
    SELECT project_id, '' AS creator_id, session_id, traffic, min(first_event_at) AS first_event_at,
        max(last_event_at) AS last_event_at
    FROM by_creator
    GROUP BY project_id, session_id, traffic
    UNION ALL
    SELECT project_id, creator_id, session_id, traffic, first_event_at, last_event_at
    FROM by_creator
    WHERE creator_id IS NOT NULL
), old AS MATERIALIZED (
    SELECT before.*
    FROM (SELECT DISTINCT project_id, creator_id, session_id FROM incoming) AS changed, LATERAL (
        SELECT project_id, creator_id, session_id, traffic, first_event_at, last_event_at FROM session_spans AS known
        WHERE known.project_id = changed.project_id AND known.creator_id = changed.creator_id
            AND known.session_id = changed.session_id
        OFFSET 0
    ) AS before
), merged AS MATERIALIZED (
    SELECT
        project_id, creator_id, session_id, traffic, min(first_event_at) AS first_event_at,
        max(last_event_at) AS last_event_at
    FROM (SELECT * FROM old UNION ALL SELECT * FROM incoming) AS both_of_them
    GROUP BY project_id, creator_id, session_id, traffic
), kept AS (
    INSERT INTO session_spans AS t (project_id, creator_id, session_id, traffic, first_event_at, last_event_at)
    SELECT merged.* FROM merged JOIN incoming USING (project_id, creator_id, session_id, traffic)
    ORDER BY project_id, creator_id, session_id, traffic
    ON CONFLICT (project_id, creator_id, session_id, traffic) DO UPDATE SET
        first_event_at = excluded.first_event_at,
        last_event_at = excluded.last_event_at
)
INSERT INTO span_changes (sign, project_id, creator_id, session_id, traffic, first_event_at, last_event_at)
SELECT -1, old.* FROM old UNION ALL SELECT 1, merged.* FROM merged
