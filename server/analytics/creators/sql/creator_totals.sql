-- Counters of a creator over all time, for some classes of traffic. Always one row. A creator without events has the revision
-- of the project.
-- $1 project, $2 creator, $3 traffic
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    summed.*
FROM (VALUES ($1::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
CROSS JOIN LATERAL (
    SELECT
        coalesce(max(revision), state.revision) AS revision,
        coalesce(sum(sessions) FILTER (WHERE is_asked), 0)::bigint AS sessions,
        coalesce(sum(session_ms) FILTER (WHERE is_asked), 0)::bigint AS session_ms,
        {metrics: coalesce(sum(@) FILTER (WHERE is_asked), 0)::bigint AS #}
    FROM creator_totals
    CROSS JOIN LATERAL (SELECT traffic = ANY ($3::smallint[]) AS is_asked) AS class
    WHERE project_id = $1 AND creator_id = $2::text
) AS summed
