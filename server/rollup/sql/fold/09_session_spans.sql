-- Spans of sessions by class of traffic, on the platform (creator '') and within each creator's contents: from the first to the
-- last event of a session that is of the class and the creator. span_changes records what changed. Where stored sessions join,
-- so do all of their spans.
WITH seen AS (
    SELECT
        project_id, session_id, began_at, creator_id, traffic, min(occurred_at) AS first_event_at,
        max(occurred_at) AS last_event_at
    FROM claimed_events JOIN session_parts USING (project_id, session_id, bucket)
    GROUP BY project_id, session_id, began_at, creator_id, traffic
), incoming AS MATERIALIZED (
    SELECT project_id, session_id, began_at, scope.creator_id, traffic, first_event_at, last_event_at
    FROM seen, LATERAL (VALUES (''), (seen.creator_id)) AS scope (creator_id)
    WHERE scope.creator_id IS NOT NULL
), stored AS MATERIALIZED (
    SELECT
        project_id, session_id, began_at, first_at, last_at,
        count(*) OVER (PARTITION BY project_id, session_id, began_at) > 1 AS joins
    FROM session_parts
    WHERE bucket IS NULL
), old AS MATERIALIZED (
    SELECT span.*, began_at, first_at
    FROM (SELECT DISTINCT project_id, session_id, began_at, creator_id FROM incoming) AS scope
        JOIN stored USING (project_id, session_id, began_at)
        CROSS JOIN LATERAL (
            SELECT known.ctid AS place, project_id, session_id, creator_id, traffic, first_event_at, last_event_at
            FROM session_spans AS known
            WHERE known.project_id = scope.project_id AND known.session_id = scope.session_id
                AND known.creator_id = scope.creator_id
                AND known.first_event_at >= first_at AND known.first_event_at <= last_at
            OFFSET 0
        ) AS span
    WHERE NOT joins
    UNION ALL
    SELECT span.*, began_at, first_at
    FROM stored, LATERAL (
        SELECT known.ctid AS place, project_id, session_id, creator_id, traffic, first_event_at, last_event_at
        FROM session_spans AS known
        WHERE known.project_id = stored.project_id AND known.session_id = stored.session_id
            AND known.first_event_at >= stored.first_at AND known.first_event_at <= stored.last_at
        OFFSET 0
    ) AS span
    WHERE joins
), merged AS MATERIALIZED (
    SELECT
        project_id, session_id, began_at, creator_id, traffic, min(first_event_at) AS first_event_at,
        max(last_event_at) AS last_event_at
    FROM (
        SELECT * FROM incoming
        UNION ALL
        SELECT project_id, session_id, began_at, creator_id, traffic, first_event_at, last_event_at FROM old
    ) AS parts
    GROUP BY project_id, session_id, began_at, creator_id, traffic
), gone AS (  -- by its place: a join would read all spans
    DELETE FROM session_spans
    WHERE ctid = ANY (ARRAY(
        SELECT place
        FROM old JOIN merged USING (project_id, session_id, began_at, creator_id, traffic)
        WHERE old.first_event_at > merged.first_event_at
    ))
), kept AS (
    INSERT INTO session_spans AS t (project_id, session_id, creator_id, first_event_at, traffic, last_event_at)
    SELECT project_id, session_id, creator_id, first_event_at, traffic, last_event_at
    FROM merged
    WHERE NOT EXISTS (
        SELECT 1 FROM old
        WHERE old.project_id = merged.project_id AND old.session_id = merged.session_id
            AND old.creator_id = merged.creator_id AND old.traffic = merged.traffic
            AND old.first_event_at = merged.first_event_at AND old.last_event_at = merged.last_event_at
    )
    ORDER BY project_id, session_id, creator_id, first_event_at, traffic
    ON CONFLICT (project_id, session_id, creator_id, first_event_at, traffic) DO UPDATE SET
        last_event_at = excluded.last_event_at
)
INSERT INTO span_changes (
    sign, project_id, session_id, began_at, creator_id, traffic, first_event_at, last_event_at)
SELECT -1, project_id, session_id, first_at, creator_id, traffic, first_event_at, last_event_at FROM old
UNION ALL
SELECT 1, * FROM merged
